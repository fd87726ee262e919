#include "distributed_backend.h"

#include <cstdlib>
#include <stdexcept>

#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace trainer {

#ifdef USE_C10D_GLOO

c10::intrusive_ptr<Collectives> open_gloo(
    const c10::intrusive_ptr<c10d::Store>& store, const Membership& member, const std::string& network_interface, const std::string& address) {
  using Gloo = c10d::ProcessGroupGloo;
  auto options = Gloo::Options::create(member.timeout);
  options->devices.push_back(
      !network_interface.empty() ? Gloo::createDeviceForInterface(network_interface)
      : !address.empty()         ? Gloo::createDeviceForHostname(address)
                                 : Gloo::createDefaultDevice());
  return c10::make_intrusive<Gloo>(store, member.rank, member.size, options);
}

#else

c10::intrusive_ptr<Collectives> open_gloo(
    const c10::intrusive_ptr<c10d::Store>&, const Membership&, const std::string&, const std::string&) {
  throw std::runtime_error("this build has no Gloo: its headers (Debian's libgloo-dev) were missing when it was built");
}

#endif

#ifdef USE_C10D_NCCL

// Compiled only where libtorch has CUDA and nccl.h is found.
c10::intrusive_ptr<Collectives> open_nccl(const c10::intrusive_ptr<c10d::Store>& store, const Membership& member) {
  // Without this a wait returns before the collective ends, and its time-out bounds nothing. libtorch 2 gave it another name.
  setenv("NCCL_BLOCKING_WAIT", "1", 0);
  setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = member.timeout;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, member.rank, member.size, options);
}

#else

c10::intrusive_ptr<Collectives> open_nccl(const c10::intrusive_ptr<c10d::Store>&, const Membership&) {
  throw std::runtime_error("this build has no NCCL: it needs a libtorch with CUDA, and nccl.h when it is built");
}

#endif

}  // namespace trainer
