// Calls any operator of any libtorch by name, through the boxed dispatcher.
#include <ATen/core/dispatch/Dispatcher.h>

#include "status.h"
#include "value.h"

namespace {

// Handles live as long as the process: managed code keeps them in static fields.
struct Operator {
  c10::OperatorHandle handle;
};

}  // namespace

TT_EXPORT int32_t tt_operator_find(const char* name, const char* overload, Operator** result) {
  return trainer::guarded([&] {
    const auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found.has_value(), "libtorch has no operator ", name, *overload == '\0' ? "" : ".", overload);
    *result = new Operator{*found};
  });
}

TT_EXPORT int32_t tt_operator_call(
    const Operator* operation, const trainer::Value* input, int32_t input_count,
    trainer::Value* output, int32_t output_capacity, int32_t* output_count) {
  return trainer::guarded([&] {
    const auto& arguments = operation->handle.schema().arguments();
    TORCH_CHECK(
        static_cast<size_t>(input_count) <= arguments.size(),
        "the operator takes ", arguments.size(), " arguments, but got ", input_count);
    torch::jit::Stack stack;
    stack.reserve(arguments.size());
    for (int32_t i = 0; i < input_count; ++i) {
      stack.push_back(trainer::to_ivalue(input[i]));
    }
    for (size_t i = input_count; i < arguments.size(); ++i) {
      stack.push_back(arguments[i].default_value().value_or(c10::IValue()));
    }
    operation->handle.callBoxed(&stack);
    int32_t count = 0;
    for (const auto& value : stack) {
      count += trainer::from_ivalue(value, output + count, output_capacity - count);
    }
    *output_count = count;
  });
}
