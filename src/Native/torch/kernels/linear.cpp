// Products of one input with several weights. The library's matrix product runs on one thread inside our own parallel loop:
// its pool of threads and that of the other loops would otherwise take turns waiting for each other.
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#include "few_rows.h"
#include "kernels.h"
#include "matrix.h"

// The matrix product of whichever library libtorch came with; there may be none to be seen.
extern "C" __attribute__((weak)) void sgemm_(
    const char* transpose_a, const char* transpose_b, const int* m, const int* n, const int* k, const float* alpha, const float* a,
    const int* lda, const float* b, const int* ldb, const float* beta, float* c, const int* ldc);

namespace trainer {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Multiplications below which a product stays on one thread.
constexpr int64_t kParallelWork = 1 << 18;
// Rows that are read by every weight in turn while they are near.
constexpr int64_t kRowBlock = 512;
// Rows up to which a product reads its factors where they lie: from there on packing pays.
constexpr int64_t kFewRows = 48;

// c = a · b + beta · c, each of a and b as it is ('N') or transposed ('T'). Row-major is column-major with the factors swapped.
void multiply(char transpose_a, const Matrix& a, char transpose_b, const Matrix& b, float beta, const Matrix& c) {
  const int m = c.columns, n = c.rows, k = transpose_a == 'N' ? a.columns : a.rows;
  const int lda = b.stride, ldb = a.stride, ldc = c.stride;
  const float one = 1.0f;
  if (m > 0 && n > 0) {
    sgemm_(&transpose_b, &transpose_a, &m, &n, &k, &one, b.data, &lda, a.data, &ldb, &beta, c.data, &ldc);
  }
}

// Runs over pieces of [0, size) in parallel if the whole product is worth it. Pieces are the same for any number of threads
// as far as results go: each element is the sum of one product.
template <typename Work>
void split(int64_t size, int64_t multiplications, const Work& work) {
  const int64_t grain = multiplications < kParallelWork ? size : (size + at::get_num_threads() - 1) / at::get_num_threads();
  at::parallel_for(0, size, std::max<int64_t>(1, grain), work);
}

// y_i = x · w_iᵀ. Of few rows each thread takes some of all outputs, and a row's result is the same whatever the others are; of more the library may
// order a sum otherwise for another number of rows.
void forward_products(const Matrix& x, const std::vector<Matrix>& weights, const std::vector<Matrix>& outputs) {
  int64_t width = 0;
  for (const auto& weight : weights) {
    width += weight.rows;
  }
  const bool few = x.rows <= kFewRows && x.columns % kLanes == 0;
  if (!few && x.rows >= width) {
    split(x.rows, x.rows * x.columns * width, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row += kRowBlock) {
        const int64_t stop = std::min(row + kRowBlock, end);
        for (size_t i = 0; i < weights.size(); ++i) {
          multiply('N', x.rows_from(row, stop), 'T', weights[i], 0.0f, outputs[i].rows_from(row, stop));
        }
      }
    });
    return;
  }
  split(width, x.rows * x.columns * width, [&](int64_t begin, int64_t end) {
    int64_t before = 0;
    for (size_t i = 0; i < weights.size(); before += weights[i++].rows) {
      const int64_t first = std::max<int64_t>(begin - before, 0), last = std::min(end - before, weights[i].rows);
      if (first < last) {
        const Matrix weight = weights[i].rows_from(first, last), output = outputs[i].columns_from(first, last);
        few ? multiply_few_rows(x, weight, output) : multiply('N', x, 'T', weight, 0.0f, output);
      }
    }
  });
}

// dx = Σ dy_i · w_i.
void input_gradient(const std::vector<Matrix>& gradients, const std::vector<Matrix>& weights, const Matrix& result) {
  split(result.rows, result.rows * result.columns * weights[0].rows, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row += kRowBlock) {
      const int64_t stop = std::min(row + kRowBlock, end);
      for (size_t i = 0; i < weights.size(); ++i) {
        multiply('N', gradients[i].rows_from(row, stop), 'N', weights[i], i == 0 ? 0.0f : 1.0f, result.rows_from(row, stop));
      }
    }
  });
}

// dw = dyᵀ · x.
void weight_gradient(const Matrix& gradient, const Matrix& x, const Matrix& result) {
  split(result.rows, result.rows * result.columns * x.rows, [&](int64_t begin, int64_t end) {
    multiply('T', gradient.columns_from(begin, end), 'N', x, 0.0f, result.rows_from(begin, end));
  });
}

std::vector<Matrix> matrices(const variable_list& tensors) { return {tensors.begin(), tensors.end()}; }

class Linears : public torch::autograd::Function<Linears> {
 public:
  static variable_list forward(AutogradContext* context, const at::Tensor& given, at::TensorList list) {
    const auto weights = list.vec();
    const auto input = given.contiguous();
    variable_list outputs;
    for (const auto& weight : weights) {
      auto shape = input.sizes().vec();
      shape.back() = weight.size(0);
      outputs.push_back(at::empty(shape, input.options()));
    }
    if (input.numel() > 0) {
      forward_products(Matrix(input), matrices(weights), matrices(outputs));
    }
    variable_list saved{input};
    saved.insert(saved.end(), weights.begin(), weights.end());
    context->save_for_backward(std::move(saved));
    return outputs;
  }

  static variable_list backward(AutogradContext* context, variable_list given) {
    const auto saved = context->get_saved_variables();
    const auto& input = saved[0];
    const variable_list weights(saved.begin() + 1, saved.end());
    variable_list gradients, results;
    for (size_t i = 0; i < weights.size(); ++i) {
      auto shape = input.sizes().vec();
      shape.back() = weights[i].size(0);
      gradients.push_back(given[i].defined() ? given[i].contiguous() : at::zeros(shape, input.options()));
    }
    results.push_back(context->needs_input_grad(0) ? at::empty_like(input) : at::Tensor());
    if (context->needs_input_grad(0) && input.numel() > 0) {
      input_gradient(matrices(gradients), matrices(weights), Matrix(results[0]));
    }
    for (size_t i = 0; i < weights.size(); ++i) {
      results.push_back(context->needs_input_grad(i + 1) ? at::zeros_like(weights[i]) : at::Tensor());
      if (context->needs_input_grad(i + 1) && input.numel() > 0) {
        weight_gradient(Matrix(gradients[i]), Matrix(input), Matrix(results.back()));
      }
    }
    return results;
  }
};

bool can_fuse(const at::Tensor& input, const std::vector<at::Tensor>& weights) {
  return sgemm_ != nullptr && fused_on_cpu({input}) && input.dim() > 0 &&
         std::all_of(weights.begin(), weights.end(), [&](const at::Tensor& weight) {
           return fused_on_cpu({weight}) && weight.is_contiguous() && weight.dim() == 2 && weight.size(1) == input.size(-1) && weight.numel() > 0;
         });
}

}  // namespace

std::vector<at::Tensor> linears(const at::Tensor& input, at::TensorList given) {
  const auto weights = given.vec();
  if (can_fuse(input, weights)) {
    return Linears::apply(input, at::TensorList(weights));
  }
  std::vector<at::Tensor> outputs;
  for (const auto& weight : weights) {
    outputs.push_back(at::linear(input, weight));
  }
  return outputs;
}

}  // namespace trainer
