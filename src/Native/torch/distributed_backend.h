// The one place that knows how c10d differs between versions of libtorch, and which of its backends this build has.
#pragma once

#include <chrono>
#include <string>

#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

namespace trainer {

// libtorch 2 gave the collectives' base class another name.
#if TORCH_VERSION_MAJOR >= 2
using Collectives = c10d::Backend;
#else
using Collectives = c10d::ProcessGroup;
#endif

struct Membership {
  int rank;
  int size;
  std::chrono::milliseconds timeout;
};

// Gloo listens at the address of a named network interface, else of a host name, else of this machine's own name.
c10::intrusive_ptr<Collectives> open_gloo(
    const c10::intrusive_ptr<c10d::Store>& store, const Membership& member, const std::string& network_interface, const std::string& address);

c10::intrusive_ptr<Collectives> open_nccl(const c10::intrusive_ptr<c10d::Store>& store, const Membership& member);

}  // namespace trainer
