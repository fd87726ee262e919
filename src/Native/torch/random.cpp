// Random generators of our own, with states that can be saved.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/Generator.h>

#ifdef USE_CUDA
#include <ATen/cuda/CUDAGeneratorImpl.h>
#endif

#include "status.h"
#include "value.h"

TT_EXPORT int32_t tt_generator_new(int32_t device_kind, int32_t device_index, uint64_t seed, at::Generator** result) {
  return trainer::guarded([&] {
    const auto device = trainer::device_of(device_kind, device_index);
    if (device.is_cpu()) {
      *result = new at::Generator(at::detail::createCPUGenerator(seed));
      return;
    }
#ifdef USE_CUDA
    auto generator = at::cuda::detail::createCUDAGenerator(device.index());
    generator.set_current_seed(seed);
    *result = new at::Generator(generator);
#else
    TORCH_CHECK(false, "this libtorch was built without CUDA, so there is no generator for ", device);
#endif
  });
}

TT_EXPORT void tt_generator_free(at::Generator* generator) { delete generator; }

TT_EXPORT int32_t tt_generator_get_state(const at::Generator* generator, trainer::TensorHandle* state) {
  return trainer::guarded([&] { *state = trainer::release(generator->get_state()); });
}

TT_EXPORT int32_t tt_generator_set_state(at::Generator* generator, trainer::TensorHandle state) {
  return trainer::guarded([&] { generator->set_state(trainer::borrow(state)); });
}
