// Rotary position embedding in the half-rotation layout: (a, b) → (a cos − b sin, b cos + a sin) (arXiv:2104.09864).
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// input [batch, length, heads, dim]; tables [batch or 1, length, dim / 2]; direction −1 undoes the rotation.
at::Tensor rotate(const at::Tensor& given, const at::Tensor& cosine, const at::Tensor& sine, float direction) {
  const auto input = given.contiguous();
  const int64_t length = input.size(1), heads = input.size(2), half = input.size(3) / 2;
  const int64_t table_stride = cosine.size(0) == 1 ? 0 : length * half;
  auto output = at::empty_like(input);
  const float* x = input.data_ptr<float>();
  const float* c = cosine.data_ptr<float>();
  const float* s = sine.data_ptr<float>();
  float* y = output.data_ptr<float>();
  at::parallel_for(0, input.size(0) * length, rows_per_task(heads * half * 2), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t table = row / length * table_stride + row % length * half;
      for (int64_t head = 0; head < heads; ++head) {
        const float* a = x + (row * heads + head) * half * 2;
        float* out = y + (row * heads + head) * half * 2;
#pragma omp simd
        for (int64_t i = 0; i < half; ++i) {
          const float cos = c[table + i], sin = direction * s[table + i];
          out[i] = a[i] * cos - a[i + half] * sin;
          out[i + half] = a[i + half] * cos + a[i] * sin;
        }
      }
    }
  });
  return output;
}

class Rotary : public torch::autograd::Function<Rotary> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& cosine, const at::Tensor& sine) {
    context->save_for_backward({cosine, sine});
    return rotate(input, cosine, sine, 1.0f);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    return {rotate(gradients[0], saved[0], saved[1], -1.0f), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor rotary(const at::Tensor& input, const at::Tensor& cosine, const at::Tensor& sine) {
  TORCH_CHECK(input.dim() == 4 && input.size(3) % 2 == 0, "the input must be [batch, length, heads, even head size]");
  TORCH_CHECK(cosine.dim() == 3 && cosine.sizes() == sine.sizes() && cosine.size(1) == input.size(1) &&
                  cosine.size(2) * 2 == input.size(3) && (cosine.size(0) == 1 || cosine.size(0) == input.size(0)),
              "the tables must be [batch or 1, length, head size / 2], but are ", cosine.sizes());
  if (fused_on_cpu({input, cosine, sine})) {
    return Rotary::apply(input, cosine.contiguous(), sine.contiguous());
  }
  const auto halves = input.chunk(2, -1);
  const auto cos = cosine.to(input.scalar_type()).unsqueeze(2);
  const auto sin = sine.to(input.scalar_type()).unsqueeze(2);
  return at::cat({halves[0] * cos - halves[1] * sin, halves[1] * cos + halves[0] * sin}, -1);
}

}  // namespace trainer
