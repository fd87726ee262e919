// Arguments and results on their way across the border. The layout is shared with NativeValue.cs.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

namespace trainer {

enum ValueTag : int32_t {
  kNone = 0,
  kTensor = 1,
  kInt = 2,
  kDouble = 3,
  kBool = 4,
  kIntList = 5,
  kTensorList = 6,
  kDType = 7,
  kDevice = 8,
  kString = 9,
  kDoubleList = 10,
  kGenerator = 11,
  kOptionalTensorList = 12,
};

struct Value {
  int32_t tag;
  int32_t length;
  int64_t payload;
};

using TensorHandle = c10::TensorImpl*;

// Hands a reference to the managed side, which gives it back through tt_tensor_free.
TensorHandle release(at::Tensor tensor);

// A counted reference to a tensor that the managed side holds; an undefined tensor for a null handle.
at::Tensor borrow(TensorHandle handle);

c10::Device device_of(int32_t kind, int32_t index);

c10::IValue to_ivalue(const Value& value);

// Writes a result; lists of tensors take one entry each. Returns the entries used.
int32_t from_ivalue(const c10::IValue& value, Value* output, int32_t capacity);

}  // namespace trainer
