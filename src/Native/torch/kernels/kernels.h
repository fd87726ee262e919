// Fused operators, registered with the dispatcher as trainer::… by library.cpp.
// Each has a fast loop for contiguous Float32 on the processor and a composed form for everything else.
#pragma once

#include <ATen/ATen.h>

namespace trainer {

std::vector<at::Tensor> linears(const at::Tensor& input, at::TensorList weights);

at::Tensor rms_norm(const at::Tensor& input, const at::Tensor& weight, double epsilon);

at::Tensor swiglu(const at::Tensor& gate, const at::Tensor& up);

at::Tensor quick_gelu(const at::Tensor& input);

at::Tensor rotary(const at::Tensor& input, const at::Tensor& cosine, const at::Tensor& sine);

at::Tensor attention(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, bool causal);

// The same where rows of the batch hold each other's keys and values.
at::Tensor scattered_attention(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, const c10::optional<at::Tensor>& sources, bool causal);

// The same, and what each query looks at, Float32 [batch, heads, queries, keys].
std::tuple<at::Tensor, at::Tensor> attention_weights(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, const c10::optional<at::Tensor>& sources, bool causal);

at::Tensor token_log_probs(const at::Tensor& logits, const at::Tensor& targets);

// The k greatest elements along the last dimension, the greatest first, and their places.
std::tuple<at::Tensor, at::Tensor> top_k(const at::Tensor& input, int64_t k);

void adamw(
    at::Tensor& value, const at::Tensor& gradient, at::Tensor& first, at::Tensor& second, double learning_rate,
    double beta1, double beta2, double epsilon, double weight_decay, int64_t step, double gradient_scale);

// Whether the fast loop may run: everything is Float32 on the processor.
inline bool fused_on_cpu(std::initializer_list<at::Tensor> tensors) {
  for (const auto& tensor : tensors) {
    if (!tensor.device().is_cpu() || tensor.scalar_type() != at::kFloat) {
      return false;
    }
  }
  return true;
}

// Elements of work below which a loop stays on one thread: a hand-over costs some microseconds.
constexpr int64_t kGrain = 16384;

inline int64_t rows_per_task(int64_t width) { return std::max<int64_t>(1, kGrain / std::max<int64_t>(1, width)); }

}  // namespace trainer
