// Process-wide settings and facts about the loaded libtorch.
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/ATen.h>
#include <torch/version.h>

#ifdef USE_CUDA
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#endif

#include "status.h"

TT_EXPORT int32_t tt_set_threads(int32_t count) {
  return trainer::guarded([&] { at::set_num_threads(count); });
}

TT_EXPORT int32_t tt_get_threads() { return at::get_num_threads(); }

TT_EXPORT int32_t tt_version(char* buffer, int32_t capacity) { return trainer::copy_text(TORCH_VERSION, buffer, capacity); }

TT_EXPORT int32_t tt_configuration(char* buffer, int32_t capacity) {
  return trainer::copy_text(at::show_config() + at::get_parallel_info(), buffer, capacity);
}

#ifdef USE_CUDA

TT_EXPORT int32_t tt_cuda_device_count() { return c10::cuda::device_count(); }

TT_EXPORT int32_t tt_cuda_synchronize(int32_t device) {
  return trainer::guarded([&] {
    const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
    c10::cuda::device_synchronize();
  });
}

#else

TT_EXPORT int32_t tt_cuda_device_count() { return 0; }

TT_EXPORT int32_t tt_cuda_synchronize(int32_t) {
  trainer::remember_error("this libtorch was built without CUDA");
  return trainer::kCppError;
}

#endif
