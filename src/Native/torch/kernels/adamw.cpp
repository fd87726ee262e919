// AdamW with decoupled weight decay (arXiv:1711.05101), in place over flat buffers, in one pass.
#include <ATen/Parallel.h>

#include <cmath>

#include "kernels.h"

namespace trainer {

void adamw(
    at::Tensor& value, const at::Tensor& gradient, at::Tensor& first, at::Tensor& second, double learning_rate,
    double beta1, double beta2, double epsilon, double weight_decay, int64_t step, double gradient_scale) {
  TORCH_CHECK(value.sizes() == gradient.sizes() && value.sizes() == first.sizes() && value.sizes() == second.sizes(),
              "value, gradient and both moments must have one shape");
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
  const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
  const double rate = learning_rate / correction1;
  const double root2 = std::sqrt(correction2);
  if (!fused_on_cpu({value, gradient, first, second}) || !value.is_contiguous() || !gradient.is_contiguous()) {
    const auto scaled = gradient * gradient_scale;
    value.mul_(1 - learning_rate * weight_decay);
    first.mul_(beta1).add_(scaled, 1 - beta1);
    second.mul_(beta2).addcmul_(scaled, scaled, 1 - beta2);
    value.addcdiv_(first, second.sqrt().div_(root2).add_(epsilon), -rate);
    return;
  }
  float* w = value.data_ptr<float>();
  const float* g = gradient.data_ptr<float>();
  float* m = first.data_ptr<float>();
  float* v = second.data_ptr<float>();
  const float decay = static_cast<float>(1 - learning_rate * weight_decay), scale = static_cast<float>(gradient_scale);
  const float b1 = static_cast<float>(beta1), b2 = static_cast<float>(beta2), eps = static_cast<float>(epsilon);
  const float c1 = static_cast<float>(1 - beta1), c2 = static_cast<float>(1 - beta2);
  const float lr = static_cast<float>(rate), inverse_root2 = static_cast<float>(1 / root2);
  at::parallel_for(0, value.numel(), kGrain, [&](int64_t begin, int64_t end) {
#pragma omp simd
    for (int64_t i = begin; i < end; ++i) {
      const float d = g[i] * scale;
      m[i] = b1 * m[i] + c1 * d;
      v[i] = b2 * v[i] + c2 * d * d;
      w[i] = w[i] * decay - lr * m[i] / (std::sqrt(v[i]) * inverse_root2 + eps);
    }
  });
}

}  // namespace trainer
