// RMSNorm: y = x · rsqrt(mean(x²) + ε) · w over the last dimension (arXiv:1910.07467).
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kChunk = 256;

// With g = dy · w and n = x · r:  dx = r · (g − n · mean(g · n)), and dy · n is added to dw.
void backward_row(const float* x, const float* w, const float* dy, float scale, int64_t width, float* dx, float* dw) {
  float dot = 0;
#pragma omp simd reduction(+ : dot)
  for (int64_t i = 0; i < width; ++i) {
    dot += dy[i] * w[i] * x[i];
  }
  const float pull = dot * scale * scale / static_cast<float>(width);
#pragma omp simd
  for (int64_t i = 0; i < width; ++i) {
    dx[i] = scale * (dy[i] * w[i] - x[i] * pull);
    dw[i] += dy[i] * x[i] * scale;
  }
}

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

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto& input = saved[0];
    const auto& weight = saved[1];
    const auto gradient = gradients[0].contiguous();
    const auto width = input.size(-1);
    const auto rows = input.numel() / std::max<int64_t>(width, 1);
    const int64_t chunks = (rows + kChunk - 1) / kChunk;
    auto input_gradient = at::empty_like(input);
    // One row of partial sums for each chunk: the result does not depend on how many threads there are.
    auto partial = at::zeros({chunks, width}, input.options());
    const float* x = input.data_ptr<float>();
    const float* w = weight.data_ptr<float>();
    const float* r = saved[2].data_ptr<float>();
    const float* dy = gradient.data_ptr<float>();
    float* dx = input_gradient.data_ptr<float>();
    float* sums = partial.data_ptr<float>();
    at::parallel_for(0, chunks, rows_per_task(width * kChunk), [&](int64_t begin, int64_t end) {
      for (int64_t chunk = begin; chunk < end; ++chunk) {
        float* dw = sums + chunk * width;
        for (int64_t row = chunk * kChunk; row < std::min((chunk + 1) * kChunk, rows); ++row) {
          backward_row(x + row * width, w, dy + row * width, r[row], width, dx + row * width, dw);
        }
      }
    });
    const auto weight_gradient = context->needs_input_grad(1) ? partial.sum(0) : at::Tensor();
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
