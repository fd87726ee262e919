#!/usr/bin/env bash
# Trains across two hosts that are two network namespaces of this machine, with no disk in common for the run's folder.
# Needs root and ip (Debian's iproute2). Shows: the same bytes as two processes on one host, the same losses as one process with
# the summed batch, and how long it takes until a killed or unreachable host is noticed.
# Usage: tests/two-hosts.sh [a new folder to work in]. STEPS and TIMEOUT_SECONDS change what they say.
set -euo pipefail

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
work=$(readlink -f -- "${1:-$(mktemp -d)}")
first=trainer-first second=trainer-second address=10.77.0.1
steps=${STEPS:-40} seconds=${TIMEOUT_SECONDS:-10}

[[ $EUID == 0 ]] || { echo "error: network namespaces need root" >&2; exit 4; }
command -v ip >/dev/null || { echo "error: ip is missing; on Debian it is in iproute2" >&2; exit 4; }

remove_hosts() {
  local host
  for host in "$first" "$second"; do
    ip netns pids "$host" 2>/dev/null | xargs --no-run-if-empty kill -KILL || :
    ip netns delete "$host" 2>/dev/null || :
  done
}

make_hosts() {
  remove_hosts
  ip netns add "$first"
  ip netns add "$second"
  ip link add cable netns "$first" type veth peer name cable netns "$second"
  ip -n "$first" address add "$address/24" dev cable
  ip -n "$second" address add 10.77.0.2/24 dev cable
  local host
  for host in "$first" "$second"; do
    ip -n "$host" link set lo up
    ip -n "$host" link set cable up
  done
}

# The fine-tuning of the tiny base, on pictures drawn for this.
train() { # verb and its options; --; folder, records in each process's batch, overrides
  local launch=()
  while [[ $1 != -- ]]; do launch+=("$1"); shift; done
  "$root/trainer" "${launch[@]}" run "$root/recipes/tiny/sft.yaml" "output_dir=$work/$2" "training.per_device_train_batch_size=$3" \
    "model.model_name_or_path=$root/checkpoints/tiny-llava" "data.image_dir=$work/scenes/images" \
    "data.datasets=[{path: $work/scenes/llava/llava_instruct_careful.json, format: llava}]" "training.max_steps=$steps" "${@:4}"
}

# One of the two hosts; the second one's folder of the run is a disk of its own.
host() { # rank, folder, overrides
  mkdir -p "$work/$2"
  [[ $1 == 0 ]] || mount -t tmpfs none "$work/$2"
  # As many threads as each of two processes on one host has: other parts of a sum would be other bits.
  OMP_NUM_THREADS=1 train launch --nnodes 2 --node-rank "$1" --master-addr "$address" --nproc-per-node 1 -- "$2" 16 "${@:3}"
}

start_hosts() { # folder, overrides
  export -f host train
  export root work address steps
  ip netns exec "$first" bash -c 'host 0 "$@"' - "$@" >"$work/$1-0.log" 2>&1 & first_pid=$!
  ip netns exec "$second" bash -c 'host 1 "$@"' - "$@" >"$work/$1-1.log" 2>&1 & second_pid=$!
}

# --- Equal to one host, and to one process. --------------------------------------------------------------------------
losses() { grep -o '"loss":[0-9.]*' "$work/$1/metrics.jsonl" | cut -d: -f2 | xargs printf '%.4f\n'; }

rate() { grep -o '"samples_per_second":[0-9]*' "$work/$1/metrics.jsonl" | tail -n 1 | cut -d: -f2; }

compare() {
  start_hosts hosts
  wait "$first_pid" "$second_pid"
  train launch --nproc-per-node 2 -- processes 16 >"$work/processes.log" 2>&1
  train -- alone 32 >"$work/alone.log" 2>&1
  cmp "$work/hosts/model/model.safetensors" "$work/processes/model/model.safetensors"
  diff <(losses hosts) <(losses alone)
  echo "$steps steps on two hosts: the bytes of two processes on one host, the losses of one process with the summed batch"
  echo "records a second: two hosts $(rate hosts), two processes on one $(rate processes), one process $(rate alone)"
}

# --- A host that goes away. ------------------------------------------------------------------------------------------
lose() { # folder, what happens to the second host, command
  local begun code=0
  steps=1000000 start_hosts "$1" "distributed.timeout_seconds=$seconds"
  until grep -q "step 10/" "$work/$1-0.log"; do kill -0 "$first_pid"; sleep 0.1; done
  begun=$(date +%s%N)
  eval "$3"
  wait "$first_pid" || code=$?
  echo "$2: the first host ends with code $code after $((($(date +%s%N) - begun) / 1000000)) ms; time-out $seconds s"
  grep -m 1 'error: rank 0' "$work/$1-0.log"
  [[ $code == 7 ]]
}

trap remove_hosts EXIT
export OMP_NUM_THREADS=2
"$root/trainer" data scenes --out "$work/scenes" --images 400 --seed 29 >/dev/null 2>&1
make_hosts
compare
lose killed "all processes of the second host are killed" 'ip netns pids "$second" | xargs kill -KILL'
make_hosts
lose unplugged "the cable is pulled" 'ip -n "$second" link set cable down'
