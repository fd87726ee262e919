// SwiGLU: silu(gate) · up (arXiv:2002.05202), and CLIP's quick GELU: x · σ(1.702 x).
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels.h"
#include "vector_math.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr float kQuickGelu = 1.702f;

inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

class SwiGlu : public torch::autograd::Function<SwiGlu> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& given_gate, const at::Tensor& given_up) {
    const auto gate = given_gate.contiguous();
    const auto up = given_up.contiguous();
    auto output = at::empty_like(gate);
    const float* g = gate.data_ptr<float>();
    const float* u = up.data_ptr<float>();
    float* y = output.data_ptr<float>();
    at::parallel_for(0, gate.numel(), kGrain, [&](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        y[i] = g[i] * sigmoid(g[i]) * u[i];
      }
    });
    context->save_for_backward({gate, up});
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = gradients[0].contiguous();
    auto gate_gradient = at::empty_like(saved[0]);
    auto up_gradient = at::empty_like(saved[1]);
    const float* g = saved[0].data_ptr<float>();
    const float* u = saved[1].data_ptr<float>();
    const float* dy = gradient.data_ptr<float>();
    float* dg = gate_gradient.data_ptr<float>();
    float* du = up_gradient.data_ptr<float>();
    at::parallel_for(0, gradient.numel(), kGrain, [&](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        const float s = sigmoid(g[i]);
        const float silu = g[i] * s;
        du[i] = dy[i] * silu;
        dg[i] = dy[i] * u[i] * (s + silu * (1.0f - s));
      }
    });
    return {gate_gradient, up_gradient};
  }
};

class QuickGelu : public torch::autograd::Function<QuickGelu> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& given) {
    const auto input = given.contiguous();
    auto output = at::empty_like(input);
    const float* x = input.data_ptr<float>();
    float* y = output.data_ptr<float>();
    at::parallel_for(0, input.numel(), kGrain, [&](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        y[i] = x[i] * sigmoid(kQuickGelu * x[i]);
      }
    });
    context->save_for_backward({input});
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto input = context->get_saved_variables()[0];
    const auto gradient = gradients[0].contiguous();
    auto input_gradient = at::empty_like(input);
    const float* x = input.data_ptr<float>();
    const float* dy = gradient.data_ptr<float>();
    float* dx = input_gradient.data_ptr<float>();
    at::parallel_for(0, input.numel(), kGrain, [&](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        const float s = sigmoid(kQuickGelu * x[i]);
        dx[i] = dy[i] * (s + kQuickGelu * x[i] * s * (1.0f - s));
      }
    });
    return {input_gradient};
  }
};

}  // namespace

at::Tensor swiglu(const at::Tensor& gate, const at::Tensor& up) {
  TORCH_CHECK(gate.sizes() == up.sizes(), "gate and up must have one shape, but are ", gate.sizes(), " and ", up.sizes());
  return fused_on_cpu({gate, up}) ? SwiGlu::apply(gate, up) : at::silu(gate) * up;
}

at::Tensor quick_gelu(const at::Tensor& input) {
  return fused_on_cpu({input}) ? QuickGelu::apply(input) : input * at::sigmoid(input * kQuickGelu);
}

}  // namespace trainer
