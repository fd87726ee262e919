// RMSNorm: y = x · rsqrt(mean(x²) + ε) · w over the last dimension (arXiv:1910.07467).
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class RmsNorm : public torch::autograd::Function<RmsNorm> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& given, const at::Tensor& weight, double epsilon) {
    const auto input = given.contiguous();
    const auto width = input.size(-1);
    const auto rows = input.numel() / std::max<int64_t>(width, 1);
    auto output = at::empty_like(input);
    auto inverse_root = at::empty({rows}, input.options());
    const float* x = input.data_ptr<float>();
    const float* w = weight.data_ptr<float>();
    float* y = output.data_ptr<float>();
    float* r = inverse_root.data_ptr<float>();
    at::parallel_for(0, rows, rows_per_task(width), [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const float* xr = x + row * width;
        float* yr = y + row * width;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t i = 0; i < width; ++i) {
          sum += xr[i] * xr[i];
        }
        const float scale = 1.0f / std::sqrt(sum / static_cast<float>(width) + static_cast<float>(epsilon));
        r[row] = scale;
#pragma omp simd
        for (int64_t i = 0; i < width; ++i) {
          yr[i] = xr[i] * scale * w[i];
        }
      }
    });
    context->save_for_backward({input, weight, inverse_root});
    return output;
  }

  // With g = dy · w and n = x · r:  dx = r · (g − n · mean(g · n)),  dw = Σ_rows dy · n.
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto& input = saved[0];
    const auto& weight = saved[1];
    const auto gradient = gradients[0].contiguous();
    const auto width = input.size(-1);
    const auto rows = input.numel() / std::max<int64_t>(width, 1);
    auto input_gradient = at::empty_like(input);
    const float* x = input.data_ptr<float>();
    const float* w = weight.data_ptr<float>();
    const float* r = saved[2].data_ptr<float>();
    const float* dy = gradient.data_ptr<float>();
    float* dx = input_gradient.data_ptr<float>();
    at::parallel_for(0, rows, rows_per_task(width), [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const float* xr = x + row * width;
        const float* dyr = dy + row * width;
        float* dxr = dx + row * width;
        float dot = 0;
#pragma omp simd reduction(+ : dot)
        for (int64_t i = 0; i < width; ++i) {
          dot += dyr[i] * w[i] * xr[i];
        }
        const float scale = r[row];
        const float pull = dot * scale * scale / static_cast<float>(width);
#pragma omp simd
        for (int64_t i = 0; i < width; ++i) {
          dxr[i] = scale * (dyr[i] * w[i] - xr[i] * pull);
        }
      }
    });
    at::Tensor weight_gradient;
    if (context->needs_input_grad(1)) {
      weight_gradient = at::zeros_like(weight);
      float* dw = weight_gradient.data_ptr<float>();
      for (int64_t row = 0; row < rows; ++row) {
        const float* xr = x + row * width;
        const float* dyr = dy + row * width;
        const float scale = r[row];
#pragma omp simd
        for (int64_t i = 0; i < width; ++i) {
          dw[i] += dyr[i] * xr[i] * scale;
        }
      }
    }
    return {input_gradient, weight_gradient, at::Tensor()};
  }
};

}  // namespace

at::Tensor rms_norm(const at::Tensor& input, const at::Tensor& weight, double epsilon) {
  TORCH_CHECK(input.dim() > 0 && weight.dim() == 1 && input.size(-1) == weight.size(0),
              "the weight must have as many elements as the input's last dimension");
  if (fused_on_cpu({input, weight}) && weight.is_contiguous()) {
    return RmsNorm::apply(input, weight, epsilon);
  }
  const auto wide = input.to(at::kFloat);
  const auto scale = wide.pow(2).mean(-1, true).add(epsilon).rsqrt();
  return (wide * scale).to(input.scalar_type()) * weight;
}

}  // namespace trainer
