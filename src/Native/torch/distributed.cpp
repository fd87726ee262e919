// Collectives over the processes of a run, by libtorch's own c10d. Every call ends within the group's time-out.
#include <vector>

#include "distributed_backend.h"
#include "status.h"
#include "value.h"

namespace {

struct Group {
  c10::intrusive_ptr<trainer::Collectives> collectives;
  std::chrono::milliseconds timeout;
};

// Newer libtorch would serve by libuv, which not every build has (Debian's lacks it), and older ones don't know the choice.
template <typename Options>
auto serve_without_libuv(Options& options, int) -> decltype(options.useLibUV = false, void()) {
  options.useLibUV = false;
}

template <typename Options>
void serve_without_libuv(Options&, long) {}

}  // namespace

TT_EXPORT int32_t tt_group_open(
    int32_t nccl, const char* host, int32_t port, int32_t rank, int32_t size, int64_t timeout,
    const char* network_interface, const char* address, void** result) {
  return trainer::guarded([&] {
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = rank == 0;
    options.numWorkers = static_cast<std::size_t>(size);
    options.timeout = std::chrono::milliseconds(timeout);
    serve_without_libuv(options, 0);
    const c10::intrusive_ptr<c10d::Store> store = c10::make_intrusive<c10d::TCPStore>(host, options);
    // The constructor keeps a longer default for what follows it.
    store->setTimeout(options.timeout);
    const trainer::Membership member{rank, size, options.timeout};
    *result = new Group{
        nccl ? trainer::open_nccl(store, member) : trainer::open_gloo(store, member, network_interface, address), options.timeout};
  });
}

TT_EXPORT void tt_group_close(void* group) { delete static_cast<Group*>(group); }

TT_EXPORT int32_t tt_group_all_reduce(void* group, trainer::TensorHandle tensor) {
  return trainer::guarded([&] {
    const auto* members = static_cast<Group*>(group);
    std::vector<at::Tensor> tensors{trainer::borrow(tensor)};
    c10d::AllreduceOptions options;
    options.timeout = members->timeout;
    members->collectives->allreduce(tensors, options)->wait(members->timeout);
  });
}

// Rank 0 sends.
TT_EXPORT int32_t tt_group_broadcast(void* group, trainer::TensorHandle tensor) {
  return trainer::guarded([&] {
    const auto* members = static_cast<Group*>(group);
    std::vector<at::Tensor> tensors{trainer::borrow(tensor)};
    c10d::BroadcastOptions options;
    options.timeout = members->timeout;
    members->collectives->broadcast(tensors, options)->wait(members->timeout);
  });
}

// The output has one row for each process.
TT_EXPORT int32_t tt_group_all_gather(void* group, trainer::TensorHandle tensor, trainer::TensorHandle output) {
  return trainer::guarded([&] {
    const auto* members = static_cast<Group*>(group);
    std::vector<at::Tensor> inputs{trainer::borrow(tensor)};
    std::vector<std::vector<at::Tensor>> rows{trainer::borrow(output).unbind(0)};
    c10d::AllgatherOptions options;
    options.timeout = members->timeout;
    members->collectives->allgather(rows, inputs, options)->wait(members->timeout);
  });
}
