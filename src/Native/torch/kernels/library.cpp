// Registers the fused operators, so that managed code finds them by name like any other.
#include <torch/library.h>

#include "kernels.h"

namespace {

// Schemas cross as at::Tensor&; the mutated arguments come back as themselves.
void adamw_in_place(
    at::Tensor value, const at::Tensor& gradient, at::Tensor first, at::Tensor second, double learning_rate,
    double beta1, double beta2, double epsilon, double weight_decay, int64_t step, double gradient_scale) {
  trainer::adamw(value, gradient, first, second, learning_rate, beta1, beta2, epsilon, weight_decay, step, gradient_scale);
}

}  // namespace

TORCH_LIBRARY(trainer, library) {
  library.def("linears(Tensor input, Tensor[] weights) -> Tensor[]", &trainer::linears);
  library.def("rms_norm(Tensor input, Tensor weight, float epsilon) -> Tensor", &trainer::rms_norm);
  library.def("swiglu(Tensor gate, Tensor up) -> Tensor", &trainer::swiglu);
  library.def("quick_gelu(Tensor input) -> Tensor", &trainer::quick_gelu);
  library.def("rotary(Tensor input, Tensor cosine, Tensor sine) -> Tensor", &trainer::rotary);
  library.def(
      "attention(Tensor query, Tensor key, Tensor value, Tensor? starts, Tensor? ends, Tensor? prefix_ends, "
      "Tensor? branch_starts, bool causal) -> Tensor",
      &trainer::attention);
  library.def(
      "scattered_attention(Tensor query, Tensor key, Tensor value, Tensor? starts, Tensor? ends, Tensor? prefix_ends, "
      "Tensor? branch_starts, Tensor? sources, bool causal) -> Tensor",
      &trainer::scattered_attention);
  library.def(
      "attention_weights(Tensor query, Tensor key, Tensor value, Tensor? starts, Tensor? ends, Tensor? prefix_ends, "
      "Tensor? branch_starts, Tensor? sources, bool causal) -> (Tensor, Tensor)",
      &trainer::attention_weights);
  library.def("token_log_probs(Tensor logits, Tensor targets) -> Tensor", &trainer::token_log_probs);
  library.def("top_k(Tensor input, int k) -> (Tensor, Tensor)", &trainer::top_k);
  library.def(
      "adamw_(Tensor(a!) value, Tensor gradient, Tensor(b!) first, Tensor(c!) second, float learning_rate, float beta1, "
      "float beta2, float epsilon, float weight_decay, int step, float gradient_scale) -> ()",
      &adamw_in_place);
}
