// What the dispatcher can't serve: creation, memory and facts of a tensor.
#include <ATen/ATen.h>

#include "status.h"
#include "value.h"

using trainer::TensorHandle;

TT_EXPORT int32_t tt_tensor_rank(TensorHandle tensor) { return static_cast<int32_t>(tensor->dim()); }

TT_EXPORT void tt_tensor_info(TensorHandle tensor, int64_t* sizes, int32_t* dtype, int32_t* device_kind, int32_t* device_index) {
  if (sizes != nullptr) {
    const auto shape = tensor->sizes();
    std::copy(shape.begin(), shape.end(), sizes);
  }
  *dtype = static_cast<int32_t>(c10::typeMetaToScalarType(tensor->dtype()));
  *device_kind = static_cast<int32_t>(tensor->device().type());
  *device_index = tensor->device().index();
}

TT_EXPORT int32_t tt_tensor_is_contiguous(TensorHandle tensor) { return tensor->is_contiguous() ? 1 : 0; }

TT_EXPORT int32_t tt_tensor_empty(const int64_t* sizes, int32_t rank, int32_t dtype, int32_t device_kind, int32_t device_index, TensorHandle* result) {
  return trainer::guarded([&] {
    const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(trainer::device_of(device_kind, device_index));
    *result = trainer::release(at::empty(at::IntArrayRef(sizes, rank), options));
  });
}

TT_EXPORT int32_t tt_tensor_from_memory(
    void* data, const int64_t* sizes, int32_t rank, int32_t dtype, void (*release_owner)(void*), void* context, TensorHandle* result) {
  return trainer::guarded([&] {
    const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    auto deleter = [release_owner, context](void*) { release_owner(context); };
    *result = trainer::release(at::from_blob(data, at::IntArrayRef(sizes, rank), deleter, options));
  });
}

TT_EXPORT int32_t tt_tensor_data(TensorHandle handle, void** data, int64_t* bytes) {
  return trainer::guarded([&] {
    const auto tensor = trainer::borrow(handle);
    TORCH_CHECK(tensor.device().is_cpu(), "the tensor lies on ", tensor.device(), ", not on the processor");
    TORCH_CHECK(tensor.is_contiguous(), "the tensor is not contiguous");
    *data = tensor.data_ptr();
    *bytes = static_cast<int64_t>(tensor.nbytes());
  });
}
