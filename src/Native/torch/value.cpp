#include "value.h"

#include <atomic>
#include <cstring>

#include <ATen/core/Generator.h>

#include "status.h"

namespace trainer {

namespace {

std::atomic<int64_t> live_tensors{0};

double bits_to_double(int64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

c10::List<at::Tensor> tensor_list(const Value& value) {
  const auto* handles = reinterpret_cast<const TensorHandle*>(value.payload);
  c10::List<at::Tensor> list;
  list.reserve(value.length);
  for (int32_t i = 0; i < value.length; ++i) {
    list.push_back(borrow(handles[i]));
  }
  return list;
}

c10::List<c10::optional<at::Tensor>> optional_tensor_list(const Value& value) {
  const auto* handles = reinterpret_cast<const TensorHandle*>(value.payload);
  c10::List<c10::optional<at::Tensor>> list;
  list.reserve(value.length);
  for (int32_t i = 0; i < value.length; ++i) {
    list.push_back(handles[i] == nullptr ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(borrow(handles[i])));
  }
  return list;
}

template <typename T>
std::vector<T> number_list(const Value& value) {
  const auto* first = reinterpret_cast<const T*>(value.payload);
  return std::vector<T>(first, first + value.length);
}

}  // namespace

TensorHandle release(at::Tensor tensor) {
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return tensor.unsafeReleaseTensorImpl();
}

at::Tensor borrow(TensorHandle handle) {
  if (handle == nullptr) {
    return at::Tensor();
  }
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

c10::Device device_of(int32_t kind, int32_t index) {
  const auto type = static_cast<c10::DeviceType>(kind);
  return type == c10::DeviceType::CPU ? c10::Device(type) : c10::Device(type, static_cast<c10::DeviceIndex>(index));
}

c10::IValue to_ivalue(const Value& value) {
  switch (value.tag) {
    case kNone:
      return c10::IValue();
    case kTensor:
      return borrow(reinterpret_cast<TensorHandle>(value.payload));
    case kInt:
    case kDType:
      return value.payload;
    case kDouble:
      return bits_to_double(value.payload);
    case kBool:
      return value.payload != 0;
    case kIntList:
      return number_list<int64_t>(value);
    case kDoubleList:
      return number_list<double>(value);
    case kTensorList:
      return tensor_list(value);
    case kOptionalTensorList:
      return optional_tensor_list(value);
    case kDevice:
      return device_of(static_cast<int32_t>(value.payload >> 32), static_cast<int32_t>(value.payload));
    case kString:
      return std::string(reinterpret_cast<const char*>(value.payload), value.length);
    case kGenerator:
      return *reinterpret_cast<const at::Generator*>(value.payload);
    default:
      TORCH_CHECK(false, "argument of unknown kind ", value.tag);
  }
}

int32_t from_ivalue(const c10::IValue& value, Value* output, int32_t capacity) {
  if (value.isTensorList()) {
    const auto list = value.toTensorVector();
    TORCH_CHECK(static_cast<int32_t>(list.size()) <= capacity, "the operator returned ", list.size(), " tensors, but there is room for ", capacity);
    for (size_t i = 0; i < list.size(); ++i) {
      from_ivalue(list[i], output + i, 1);
    }
    return static_cast<int32_t>(list.size());
  }
  TORCH_CHECK(capacity > 0, "the operator returned more results than expected");
  *output = Value{kNone, 0, 0};
  if (value.isTensor()) {
    if (value.toTensor().defined()) {
      *output = Value{kTensor, 0, reinterpret_cast<int64_t>(release(value.toTensor()))};
    }
  } else if (value.isInt()) {
    *output = Value{kInt, 0, value.toInt()};
  } else if (value.isBool()) {
    *output = Value{kBool, 0, value.toBool()};
  } else if (value.isDouble()) {
    Value result{kDouble, 0, 0};
    const double number = value.toDouble();
    std::memcpy(&result.payload, &number, sizeof number);
    *output = result;
  } else {
    TORCH_CHECK(value.isNone(), "the operator returned a ", value.tagKind(), ", which can't cross the border");
  }
  return 1;
}

}  // namespace trainer

TT_EXPORT void tt_tensor_free(trainer::TensorHandle handle) {
  if (handle != nullptr) {
    trainer::live_tensors.fetch_sub(1, std::memory_order_relaxed);
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle);
  }
}

TT_EXPORT int64_t tt_tensor_live_count() { return trainer::live_tensors.load(std::memory_order_relaxed); }

TT_EXPORT int32_t tt_tensor_retain(trainer::TensorHandle* handles, int32_t count) {
  return trainer::guarded([&] {
    for (int32_t i = 0; i < count; ++i) {
      if (handles[i] != nullptr) {
        handles[i] = trainer::release(trainer::borrow(handles[i]));
      }
    }
  });
}
