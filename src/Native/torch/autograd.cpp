// Gradients: modes, leaves, the backward pass, and nodes whose backward function is managed code.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>

#include "status.h"
#include "value.h"

using trainer::TensorHandle;

namespace {

using BackwardCallback = int32_t (*)(void* context, TensorHandle* gradients, int32_t gradient_count, TensorHandle* results, int32_t result_count);
using ReleaseCallback = void (*)(void* context);

class ManagedNode : public torch::autograd::Node {
 public:
  ManagedNode(torch::autograd::edge_list edges, BackwardCallback backward, ReleaseCallback release, void* context)
      : Node(std::move(edges)), backward_(backward), release_(release), context_(context) {}

  ~ManagedNode() override { release_(context_); }

  torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
    std::vector<TensorHandle> inputs;
    for (auto& gradient : gradients) {
      inputs.push_back(gradient.defined() ? trainer::release(gradient) : nullptr);
    }
    std::vector<TensorHandle> results(num_outputs(), nullptr);
    const auto status = backward_(context_, inputs.data(), static_cast<int32_t>(inputs.size()), results.data(), static_cast<int32_t>(results.size()));
    TORCH_CHECK(status == 0, "a custom gradient failed");
    torch::autograd::variable_list output;
    for (auto* handle : results) {
      output.push_back(trainer::borrow(handle));
      free_handle(handle);
    }
    return output;
  }

 private:
  static void free_handle(TensorHandle handle);

  BackwardCallback backward_;
  ReleaseCallback release_;
  void* context_;
};

}  // namespace

TT_EXPORT void tt_tensor_free(TensorHandle handle);

void ManagedNode::free_handle(TensorHandle handle) { tt_tensor_free(handle); }

TT_EXPORT int32_t tt_tensor_set_requires_grad(TensorHandle tensor, int32_t value) {
  return trainer::guarded([&] { trainer::borrow(tensor).requires_grad_(value != 0); });
}

TT_EXPORT int32_t tt_tensor_requires_grad(TensorHandle tensor) { return tensor->requires_grad() || trainer::borrow(tensor).requires_grad(); }

TT_EXPORT int32_t tt_tensor_grad(TensorHandle tensor, TensorHandle* result) {
  return trainer::guarded([&] {
    // A copy of the handle: newer compilers take a reference here for one into a temporary.
    const at::Tensor gradient = trainer::borrow(tensor).grad();
    *result = gradient.defined() ? trainer::release(gradient) : nullptr;
  });
}

TT_EXPORT int32_t tt_tensor_set_grad(TensorHandle tensor, TensorHandle gradient) {
  return trainer::guarded([&] { trainer::borrow(tensor).mutable_grad() = trainer::borrow(gradient); });
}

TT_EXPORT int32_t tt_autograd_backward(const TensorHandle* roots, const TensorHandle* gradients, int32_t count) {
  return trainer::guarded([&] {
    torch::autograd::variable_list root_list;
    torch::autograd::variable_list gradient_list;
    for (int32_t i = 0; i < count; ++i) {
      root_list.push_back(trainer::borrow(roots[i]));
      gradient_list.push_back(trainer::borrow(gradients[i]));
    }
    torch::autograd::backward(root_list, gradient_list);
  });
}

TT_EXPORT int32_t tt_grad_mode() { return at::GradMode::is_enabled(); }

TT_EXPORT void tt_set_grad_mode(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

TT_EXPORT int32_t tt_autograd_attach(
    const TensorHandle* inputs, int32_t input_count, const TensorHandle* outputs, int32_t output_count,
    BackwardCallback backward, ReleaseCallback release, void* context) {
  return trainer::guarded([&] {
    torch::autograd::edge_list edges;
    for (int32_t i = 0; i < input_count; ++i) {
      const auto input = trainer::borrow(inputs[i]);
      edges.push_back(input.requires_grad() ? torch::autograd::impl::gradient_edge(input) : torch::autograd::Edge());
    }
    const auto node = std::make_shared<ManagedNode>(std::move(edges), backward, release, context);
    for (int32_t i = 0; i < output_count; ++i) {
      auto output = trainer::borrow(outputs[i]);
      torch::autograd::set_history(output, node);
    }
  });
}
