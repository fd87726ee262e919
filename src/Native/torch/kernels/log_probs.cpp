// log softmax(logits)[target] for one target a row, without keeping the softmax.
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels.h"
#include "vector_math.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class TokenLogProbs : public torch::autograd::Function<TokenLogProbs> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& given, const at::Tensor& targets) {
    const auto logits = given.contiguous();
    const int64_t rows = logits.size(0), width = logits.size(1);
    auto output = at::empty({rows}, logits.options());
    auto normalizer = at::empty({rows}, logits.options());
    const float* x = logits.data_ptr<float>();
    const int64_t* target = targets.data_ptr<int64_t>();
    float* y = output.data_ptr<float>();
    float* z = normalizer.data_ptr<float>();
    at::parallel_for(0, rows, rows_per_task(width), [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const float* xr = x + row * width;
        float top = -INFINITY;
#pragma omp simd reduction(max : top)
        for (int64_t i = 0; i < width; ++i) {
          top = xr[i] > top ? xr[i] : top;
        }
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t i = 0; i < width; ++i) {
          sum += exponential(xr[i] - top);
        }
        z[row] = top + std::log(sum);
        y[row] = xr[target[row]] - z[row];
      }
    });
    context->save_for_backward({logits, targets, normalizer});
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = gradients[0].contiguous();
    const int64_t rows = saved[0].size(0), width = saved[0].size(1);
    auto logits_gradient = at::empty_like(saved[0]);
    const float* x = saved[0].data_ptr<float>();
    const int64_t* target = saved[1].data_ptr<int64_t>();
    const float* z = saved[2].data_ptr<float>();
    const float* dy = gradient.data_ptr<float>();
    float* dx = logits_gradient.data_ptr<float>();
    at::parallel_for(0, rows, rows_per_task(width), [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const float* xr = x + row * width;
        float* dxr = dx + row * width;
        const float scale = dy[row], shift = z[row];
#pragma omp simd
        for (int64_t i = 0; i < width; ++i) {
          dxr[i] = -scale * exponential(xr[i] - shift);
        }
        dxr[target[row]] += scale;
      }
    });
    return {logits_gradient, at::Tensor()};
  }
};

}  // namespace

at::Tensor token_log_probs(const at::Tensor& logits, const at::Tensor& targets) {
  TORCH_CHECK(logits.dim() == 2 && targets.dim() == 1 && logits.size(0) == targets.size(0) && targets.scalar_type() == at::kLong,
              "logits must be [rows, vocabulary] and targets Int64 [rows], but are ", logits.sizes(), " and ", targets.sizes());
  if (fused_on_cpu({logits})) {
    const auto contiguous = targets.contiguous();
    TORCH_CHECK(targets.numel() == 0 || (targets.min().item<int64_t>() >= 0 && targets.max().item<int64_t>() < logits.size(1)),
                "a target lies outside the vocabulary of ", logits.size(1));
    return TokenLogProbs::apply(logits, contiguous);
  }
  const auto wide = logits.to(at::kFloat);
  return wide.gather(1, targets.unsqueeze(1)).squeeze(1) - wide.logsumexp(1);
}

}  // namespace trainer
