// Softmax attention over a window of keys for each row of the batch (Functional.Attention states the contract).
// The fast form never stores the score matrix: the backward pass makes it again from the saved log-sum-exp (arXiv:2205.14135).
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <vector>

#include "attention_rows.h"
#include "kernels.h"
#include "small_gemm.h"
#include "vector_math.h"

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kQueryBlock = 16;
// Queries up to which making columns of the keys costs more than it saves.
constexpr int64_t kFewQueries = 8;

// Head and feature must be adjacent; batch and position may have any stride, as in a cache's view.
at::Tensor with_dense_heads(const at::Tensor& tensor) {
  return tensor.stride(3) == 1 && tensor.stride(2) == tensor.size(3) ? tensor : tensor.contiguous();
}

// The bounds as plain numbers within [0, keys]: the same for every row where none are given.
std::vector<int64_t> window(const at::Tensor& given, int64_t batch, int64_t keys, int64_t otherwise) {
  std::vector<int64_t> bounds(batch, otherwise);
  if (given.defined()) {
    const auto plain = given.contiguous();
    const int64_t* values = plain.data_ptr<int64_t>();
    for (int64_t b = 0; b < batch; ++b) {
      bounds[b] = std::min(std::max<int64_t>(values[b], 0), keys);
    }
  }
  return bounds;
}

std::vector<int64_t> numbers(const at::Tensor& tensor) {
  return tensor.defined() ? std::vector<int64_t>(tensor.data_ptr<int64_t>(), tensor.data_ptr<int64_t>() + tensor.numel()) : std::vector<int64_t>();
}

// What the queries of each row may look at.
struct Sight {
  std::vector<int64_t> starts, ends;
  // Where a row's branches part, [batch], and where each query's own branch begins, [batch, queries]; empty: no branches.
  std::vector<int64_t> prefix_ends, branch_starts;
  bool causal;
  // Which batch row holds each key of a row, [batch, keys]; none: its own.
  at::Tensor sources;

  const int64_t* sources_of(int64_t b) const { return sources.defined() ? sources.data_ptr<int64_t>() + b * sources.stride(0) : nullptr; }

  void save(AutogradContext* context) const {
    context->saved_data["starts"] = starts;
    context->saved_data["ends"] = ends;
    context->saved_data["prefix_ends"] = prefix_ends;
    context->saved_data["branch_starts"] = branch_starts;
    context->saved_data["causal"] = causal;
  }

  static Sight saved(AutogradContext* context) {
    const auto numbers = [&](const char* name) { return context->saved_data[name].toIntVector(); };
    return {numbers("starts"), numbers("ends"), numbers("prefix_ends"), numbers("branch_starts"), context->saved_data["causal"].toBool(), at::Tensor()};
  }
};

struct Geometry {
  int64_t batch, queries, keys, heads, kv_heads, dim;
  float scale;
  Sight sight;

  Geometry(const at::Tensor& query, const at::Tensor& key, Sight given)
      : batch(query.size(0)), queries(query.size(1)), keys(key.size(1)), heads(query.size(2)), kv_heads(key.size(2)),
        dim(query.size(3)), scale(1.0f / std::sqrt(static_cast<float>(dim))), sight(std::move(given)) {}

  int64_t first(int64_t b) const { return sight.starts[b]; }

  // Keys of row b that any of its queries sees.
  int64_t span(int64_t b) const { return std::max<int64_t>(sight.ends[b] - sight.starts[b], 0); }

  // How many keys from the first on query i of row b reaches.
  int64_t reach(int64_t b, int64_t i) const {
    const int64_t end = sight.causal ? std::min(sight.ends[b], keys - queries + i + 1) : sight.ends[b];
    return std::max<int64_t>(end - sight.starts[b], 0);
  }

  // Rules out the keys of other branches among the scores of query i.
  void hide_other_branches(int64_t b, int64_t i, int64_t seen, float* scores) const {
    if (!sight.branch_starts.empty()) {
      const int64_t from = sight.prefix_ends[b] - first(b);
      const int64_t to = std::min(sight.branch_starts[b * queries + i] - first(b), seen);
      for (int64_t j = std::max<int64_t>(from, 0); j < to; ++j) {
        scores[j] = -INFINITY;
      }
    }
  }

  // Rules out all keys that query i does not see, among the scores of as many as `width`.
  void hide_unseen(int64_t b, int64_t i, int64_t width, float* scores) const {
    const int64_t seen = reach(b, i);
    std::fill(scores + seen, scores + width, -INFINITY);
    hide_other_branches(b, i, seen, scores);
  }
};

// scores [block, count in whole lanes] = q kᵀ for queries i0 … and keys start …
void score_block(const Geometry& g, const HeadRows& query, int64_t i0, int64_t block, const float* key_columns, int64_t count, int64_t width, float* scores) {
  const int64_t stride = whole_lanes(count);
  std::fill(scores, scores + block * stride, 0.0f);
  multiply_add(query.from(i0), key_columns, count, scores, stride, block, g.dim, width);
}

// Also writes the logarithm of what each query's weights were divided by, [queries], and the weights themselves, [queries, keys], where wanted.
void forward_head(const Geometry& g, int64_t b, int64_t h, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& output, float* normalizers, float* weights) {
  static thread_local Workspace work;
  const int64_t start = g.first(b), count = g.span(b), stride = whole_lanes(count), group = g.heads / g.kv_heads;
  const HeadRows q(query, b, h), k(key, b, h / group, g.sight.sources_of(b)), o(output, b, h);
  float* key_columns = Workspace::room(work.key_columns, count * g.dim);
  float* scores = Workspace::room(work.scores, kQueryBlock * stride);
  const bool few = g.queries <= kFewQueries;
  HeadRows v(value, b, h / group, g.sight.sources_of(b));
  if (!few) {
    v = together(v, start, count, g.dim, work.values);
    transpose(k, start, count, g.dim, key_columns);
  }
  for (int64_t i0 = 0; i0 < g.queries; i0 += kQueryBlock) {
    const int64_t block = std::min(kQueryBlock, g.queries - i0);
    const int64_t width = g.reach(b, i0 + block - 1);
    if (few) {
      score_few({q.at(i0), q.row}, block, k, start, count, g.dim, scores, stride);
    } else {
      score_block(g, q, i0, block, key_columns, count, width, scores);
    }
    for (int64_t i = 0; i < block; ++i) {
      g.hide_unseen(b, i0 + i, whole_lanes(width), scores + i * stride);
    }
    Softmax softmax[kQueryBlock];
    weigh(scores, block, stride, whole_lanes(width), g.scale, softmax);
    for (int64_t i = 0; normalizers != nullptr && i < block; ++i) {
      normalizers[i0 + i] = softmax[i].normalizer();
    }
    for (int64_t i = 0; weights != nullptr && i < block; ++i) {
      float* own = weights + (i0 + i) * g.keys;
      std::fill(own, own + start, 0.0f);
      std::fill(std::copy(scores + i * stride, scores + i * stride + width, own + start), own + g.keys, 0.0f);
    }
    if (few) {
      mix<kFewQueries>({scores, stride, 1}, v, start, block, width, g.dim, {o.at(i0), o.row});
    } else {
      for (int64_t i = i0; i < i0 + block; ++i) {
        std::fill(o.at(i), o.at(i) + g.dim, 0.0f);
      }
      multiply_add({scores, stride, 1}, v.at(start), v.row, o.at(i0), o.row, block, width, g.dim);
    }
  }
}

struct Gradients {
  at::Tensor query, key, value;
};

// Adds one query head's share to the gradients. dS = P ∘ (dO Vᵀ − rowsum(dO ∘ O)) · scale.
void backward_head(const Geometry& g, int64_t b, int64_t h, const variable_list& saved, const at::Tensor& output_gradient, const Gradients& gradients) {
  static thread_local Workspace work;
  const int64_t start = g.first(b), count = g.span(b), stride = whole_lanes(count), shared = h / (g.heads / g.kv_heads);
  const HeadRows q(saved[0], b, h), k(saved[1], b, shared), v(saved[2], b, shared), o(saved[3], b, h), d_o(output_gradient, b, h);
  const HeadRows d_q(gradients.query, b, h), d_k(gradients.key, b, shared), d_v(gradients.value, b, shared);
  const float* normalizers = saved[4].data_ptr<float>() + (b * g.heads + h) * g.queries;
  float* key_columns = Workspace::room(work.key_columns, count * g.dim);
  float* value_columns = Workspace::room(work.value_columns, count * g.dim);
  float* scores = Workspace::room(work.scores, kQueryBlock * stride);
  float* d_scores = Workspace::room(work.score_gradients, kQueryBlock * stride);
  transpose(k, start, count, g.dim, key_columns);
  transpose(v, start, count, g.dim, value_columns);
  for (int64_t i0 = 0; i0 < g.queries; i0 += kQueryBlock) {
    const int64_t block = std::min(kQueryBlock, g.queries - i0);
    const int64_t width = g.reach(b, i0 + block - 1);
    score_block(g, q, i0, block, key_columns, count, width, scores);
    score_block(g, d_o, i0, block, value_columns, count, width, d_scores);
    for (int64_t i = 0; i < block; ++i) {
      const int64_t seen = g.reach(b, i0 + i);
      const float* out = o.at(i0 + i);
      const float* out_gradient = d_o.at(i0 + i);
      float delta = 0;
#pragma omp simd reduction(+ : delta)
      for (int64_t c = 0; c < g.dim; ++c) {
        delta += out[c] * out_gradient[c];
      }
      float* row = scores + i * stride;
      float* d_row = d_scores + i * stride;
      g.hide_other_branches(b, i0 + i, seen, row);
      const float shift = normalizers[i0 + i];
#pragma omp simd
      for (int64_t j = 0; j < seen; ++j) {
        row[j] = exponential(row[j] * g.scale - shift);
        d_row[j] = row[j] * (d_row[j] - delta) * g.scale;
      }
      std::fill(row + seen, row + width, 0.0f);
      std::fill(d_row + seen, d_row + width, 0.0f);
    }
    multiply_add({d_scores, stride, 1}, k.at(start), k.row, d_q.at(i0), d_q.row, block, width, g.dim);
    multiply_add({d_scores, 1, stride}, q.at(i0), q.row, d_k.at(start), d_k.row, width, block, g.dim);
    multiply_add({scores, 1, stride}, d_o.at(i0), d_o.row, d_v.at(start), d_v.row, width, block, g.dim);
  }
}

struct Attended {
  // [batch, queries, heads, dim]; log-sum-exp of the scores, [batch, heads, queries]; [batch, heads, queries, keys] where wanted.
  at::Tensor output, normalizers, weights;
};

enum class Wanted { kOutput, kNormalizers, kWeights };

Attended attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const Geometry& g, Wanted wanted) {
  Attended result{at::empty({g.batch, g.queries, g.heads, g.dim}, query.options()), at::Tensor(), at::Tensor()};
  float *normalizers = nullptr, *weights = nullptr;
  if (wanted == Wanted::kNormalizers) {
    result.normalizers = at::empty({g.batch, g.heads, g.queries}, query.options());
    normalizers = result.normalizers.data_ptr<float>();
  }
  if (wanted == Wanted::kWeights) {
    result.weights = at::empty({g.batch, g.heads, g.queries, g.keys}, query.options());
    weights = result.weights.data_ptr<float>();
  }
  const int64_t work = std::max<int64_t>(1, g.queries * g.keys * g.dim);
  at::parallel_for(0, g.batch * g.heads, rows_per_task(work), [&](int64_t begin, int64_t end) {
    // Head by head: rows that share keys, such as beams of one prompt, find them near.
    for (int64_t i = begin; i < end; ++i) {
      const int64_t b = i % g.batch, h = i / g.batch, first = (b * g.heads + h) * g.queries;
      forward_head(
          g, b, h, query, key, value, result.output, normalizers == nullptr ? nullptr : normalizers + first,
          weights == nullptr ? nullptr : weights + first * g.keys);
    }
  });
  return result;
}

class Attention : public torch::autograd::Function<Attention> {
 public:
  static at::Tensor forward(
      AutogradContext* context, const at::Tensor& given_query, const at::Tensor& given_key, const at::Tensor& given_value, const Sight& sight) {
    const auto query = with_dense_heads(given_query), key = with_dense_heads(given_key), value = with_dense_heads(given_value);
    const auto attended = attend(query, key, value, Geometry(query, key, sight), Wanted::kNormalizers);
    context->save_for_backward({query, key, value, attended.output, attended.normalizers});
    sight.save(context);
    return attended.output;
  }

  static variable_list backward(AutogradContext* context, variable_list output_gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = with_dense_heads(output_gradients[0]);
    const Geometry g(saved[0], saved[1], Sight::saved(context));
    const auto zeros = [](const at::Tensor& like) { return at::zeros(like.sizes(), like.options()); };
    const Gradients gradients{zeros(saved[0]), zeros(saved[1]), zeros(saved[2])};
    const int64_t group = g.heads / g.kv_heads;
    // One task owns all query heads of a key head, so that no two write to the same key gradient.
    at::parallel_for(0, g.batch * g.kv_heads, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        for (int64_t h = 0; h < group; ++h) {
          backward_head(g, i / g.kv_heads, i % g.kv_heads * group + h, saved, gradient, gradients);
        }
      }
    });
    return {gradients.query, gradients.key, gradients.value, at::Tensor()};
  }
};

// True where a query may look at a key, [batch or 1, 1, queries, keys].
at::Tensor visible(const at::Tensor& query, const at::Tensor& key, const at::Tensor& starts, const at::Tensor& ends,
                   const at::Tensor& prefix_ends, const at::Tensor& branch_starts, bool causal) {
  const auto positions = at::arange(key.size(1), query.options().dtype(at::kLong));
  auto mask = at::ones({1, 1, query.size(1), key.size(1)}, query.options().dtype(at::kBool));
  if (causal) {
    const auto own = positions.slice(0, key.size(1) - query.size(1)).unsqueeze(1);
    mask = mask & (positions <= own);
  }
  const auto column = [&](const at::Tensor& bounds) { return bounds.to(query.device()).view({-1, 1, 1, 1}); };
  if (starts.defined()) {
    mask = mask & (positions >= column(starts));
  }
  if (branch_starts.defined()) {
    const auto own_branch = positions >= branch_starts.to(query.device()).unsqueeze(1).unsqueeze(3);
    mask = mask & (own_branch | (positions < column(prefix_ends)));
  }
  return ends.defined() ? mask & (positions < column(ends)) : mask;
}

std::tuple<at::Tensor, at::Tensor> composed(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask) {
  const int64_t group = query.size(2) / key.size(2);
  const auto q = query.transpose(1, 2);
  const auto k = key.transpose(1, 2).repeat_interleave(group, 1);
  const auto v = value.transpose(1, 2).repeat_interleave(group, 1);
  const auto scores = q.matmul(k.transpose(2, 3)).mul(1.0 / std::sqrt(static_cast<double>(query.size(3)))).to(at::kFloat);
  // A row without any visible key has a softmax of NaN; it gives zeros.
  const auto weights = scores.masked_fill(mask.logical_not(), -INFINITY).softmax(-1).masked_fill(mask.logical_not(), 0.0);
  return {weights.to(query.scalar_type()).matmul(v).transpose(1, 2), weights};
}

// What a call says about who sees what, checked.
struct Bounds {
  at::Tensor first, last, prefix, branches, sources;
  bool causal;

  Bounds(
      const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends,
      const c10::optional<at::Tensor>& prefix_ends, const c10::optional<at::Tensor>& branch_starts, const c10::optional<at::Tensor>& sources_, bool causal_)
      : first(starts.value_or(at::Tensor())), last(ends.value_or(at::Tensor())),
        prefix(prefix_ends.has_value() ? prefix_ends->contiguous() : at::Tensor()),
        branches(branch_starts.has_value() ? branch_starts->contiguous() : at::Tensor()),
        sources(sources_.value_or(at::Tensor())), causal(causal_) {
    check(query, key, value);
  }

  Sight sight(int64_t batch, int64_t keys, bool with_sources = true) const {
    const auto own = with_sources ? sources : at::Tensor();
    return {window(first, batch, keys, 0), window(last, batch, keys, keys), numbers(prefix), numbers(branches), causal, own};
  }

  at::Tensor mask(const at::Tensor& query, const at::Tensor& key) const { return visible(query, key, first, last, prefix, branches, causal); }

  // Keys or values in the rows that own them.
  at::Tensor gathered(const at::Tensor& rows) const {
    return sources.defined() ? rows.index({sources.to(rows.device()), at::arange(rows.size(1), sources.options().device(rows.device()))}) : rows;
  }

 private:
  void check(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) const {
    TORCH_CHECK(query.dim() == 4 && key.dim() == 4 && key.sizes() == value.sizes() && query.size(0) == key.size(0) &&
                    query.size(3) == key.size(3) && key.size(2) > 0 && query.size(2) % key.size(2) == 0,
                "attention needs query [batch, queries, heads, dim] and key, value [batch, keys, kv heads, dim]");
    TORCH_CHECK(!causal || key.size(1) >= query.size(1), "causal attention needs at least as many keys as queries");
    for (const auto& bounds : {first, last, prefix}) {
      TORCH_CHECK(!bounds.defined() || (bounds.dim() == 1 && bounds.size(0) == query.size(0) && bounds.scalar_type() == at::kLong && bounds.device().is_cpu()),
                  "starts, ends and prefix ends must be Int64 [batch] on the processor");
    }
    TORCH_CHECK(prefix.defined() == branches.defined(), "prefix ends and branch starts go together");
    TORCH_CHECK(!branches.defined() || (branches.dim() == 2 && branches.size(0) == query.size(0) && branches.size(1) == query.size(1) &&
                                        branches.scalar_type() == at::kLong && branches.device().is_cpu()),
                "branch starts must be Int64 [batch, queries] on the processor");
    TORCH_CHECK(!sources.defined() || (sources.dim() == 2 && sources.size(0) == key.size(0) && sources.size(1) == key.size(1) &&
                                       sources.stride(1) == 1 && sources.scalar_type() == at::kLong && sources.device().is_cpu()),
                "sources must be Int64 [batch, keys] on the processor, with adjacent keys");
    const int64_t batch = key.size(0), keys = key.size(1);
    for (int64_t b = 0; sources.defined() && b < batch; ++b) {
      const int64_t* row = sources.data_ptr<int64_t>() + b * sources.stride(0);
      // Negative numbers become large ones.
      uint64_t greatest = 0;
      for (int64_t j = 0; j < keys; ++j) {
        greatest = std::max(greatest, static_cast<uint64_t>(row[j]));
      }
      TORCH_CHECK(greatest < static_cast<uint64_t>(batch), "a key's source is not among the ", batch, " rows");
    }
  }
};

}  // namespace

at::Tensor attention(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, bool causal) {
  return scattered_attention(query, key, value, starts, ends, prefix_ends, branch_starts, c10::nullopt, causal);
}

at::Tensor scattered_attention(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, const c10::optional<at::Tensor>& sources, bool causal) {
  const Bounds bounds(query, key, value, starts, ends, prefix_ends, branch_starts, sources, causal);
  if (!fused_on_cpu({query, key, value})) {
    return std::get<0>(composed(query, bounds.gathered(key), bounds.gathered(value), bounds.mask(query, key)));
  }
  if (at::GradMode::is_enabled()) {
    return Attention::apply(query, bounds.gathered(key), bounds.gathered(value), bounds.sight(key.size(0), key.size(1), false));
  }
  const auto q = with_dense_heads(query), k = with_dense_heads(key), v = with_dense_heads(value);
  return attend(q, k, v, Geometry(q, k, bounds.sight(k.size(0), k.size(1))), Wanted::kOutput).output;
}

std::tuple<at::Tensor, at::Tensor> attention_weights(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
    const c10::optional<at::Tensor>& starts, const c10::optional<at::Tensor>& ends, const c10::optional<at::Tensor>& prefix_ends,
    const c10::optional<at::Tensor>& branch_starts, const c10::optional<at::Tensor>& sources, bool causal) {
  const Bounds bounds(query, key, value, starts, ends, prefix_ends, branch_starts, sources, causal);
  // The fast form of the weights has no backward pass.
  if (at::GradMode::is_enabled() || !fused_on_cpu({query, key, value})) {
    return composed(query, bounds.gathered(key), bounds.gathered(value), bounds.mask(query, key));
  }
  const auto q = with_dense_heads(query), k = with_dense_heads(key), v = with_dense_heads(value);
  const auto attended = attend(q, k, v, Geometry(q, k, bounds.sight(k.size(0), k.size(1))), Wanted::kWeights);
  return {attended.output, attended.weights};
}

}  // namespace trainer
