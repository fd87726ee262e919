// What tensors hold, now and at most. libtorch counts it for GPUs only, so the processor's allocator is wrapped in one that counts.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <malloc.h>

#include <atomic>
#include <cstring>

#ifdef USE_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#include "status.h"

namespace {

std::atomic<int64_t> held{0};
std::atomic<int64_t> most{0};

void add(int64_t bytes) {
  const int64_t now = held.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  int64_t seen = most.load(std::memory_order_relaxed);
  while (now > seen && !most.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
  }
}

c10::Allocator* wrapped = nullptr;

// The block itself knows its size, so that nothing needs to be kept beside it.
void release(void* data) {
  held.fetch_sub(static_cast<int64_t>(malloc_usable_size(data)), std::memory_order_relaxed);
  wrapped->raw_deleter()(data);
}

// Which of these are virtual, and const, differs between versions of libtorch: without "override", each has what it asks for.
struct CountingAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t bytes) const { return counted(wrapped->allocate(bytes)); }
  c10::DataPtr allocate(size_t bytes) { return counted(wrapped->allocate(bytes)); }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* target, const void* source, std::size_t bytes) const { std::memcpy(target, source, bytes); }

 private:
  static c10::DataPtr counted(c10::DataPtr block) {
    if (block.compare_exchange_deleter(wrapped->raw_deleter(), &release)) {
      add(static_cast<int64_t>(malloc_usable_size(block.get())));
    }
    return block;
  }
};

// From the moment the library is loaded: a tensor that was made before would be freed uncounted.
const bool installed = [] {
  static CountingAllocator counting;
  wrapped = c10::GetCPUAllocator();
  if (wrapped->raw_deleter() != nullptr) {
    c10::SetCPUAllocator(&counting, 1);
  }
  return true;
}();

}  // namespace

TT_EXPORT void tt_cpu_memory(int64_t* allocated, int64_t* peak) {
  *allocated = held.load();
  *peak = most.load();
}

TT_EXPORT void tt_cpu_reset_peak() { most.store(held.load()); }

#ifdef USE_CUDA

TT_EXPORT int32_t tt_cuda_memory(int32_t device, int64_t* allocated, int64_t* peak) {
  return trainer::guarded([&] {
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device);
    *allocated = stats.allocated_bytes[0].current;
    *peak = stats.allocated_bytes[0].peak;
  });
}

TT_EXPORT int32_t tt_cuda_reset_peak(int32_t device) {
  return trainer::guarded([&] { c10::cuda::CUDACachingAllocator::resetPeakStats(device); });
}

#else

TT_EXPORT int32_t tt_cuda_memory(int32_t, int64_t*, int64_t*) {
  trainer::remember_error("this libtorch was built without CUDA");
  return trainer::kCppError;
}

TT_EXPORT int32_t tt_cuda_reset_peak(int32_t) {
  trainer::remember_error("this libtorch was built without CUDA");
  return trainer::kCppError;
}

#endif
