// The greatest few of each row, as decoding wants them at every step. libtorch makes a list of all elements and their places first.
#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "kernels.h"

namespace trainer {

namespace {

// From here on a list that is kept in order by insertion is no longer faster.
constexpr int64_t kMostKept = 64;
// Elements that are looked at together, to be passed over together.
constexpr int64_t kBlock = 64;

// Whether all elements of a block are less than a number.
bool is_below(const float* block, int64_t size, float number) {
  int found = 0;
#pragma omp simd reduction(+ : found)
  for (int64_t i = 0; i < size; ++i) {
    found += !(block[i] < number);
  }
  return found == 0;
}

// The greatest elements of a row in order, as long as no two of them are equal.
class Greatest {
 public:
  Greatest(int64_t k, float* values, int64_t* places) : k_(k), values_(values), places_(places) {}

  bool is_above(const float* block, int64_t size) const { return kept_ == k_ && is_below(block, size, values_[k_ - 1]); }

  void offer(float value, int64_t place) {
    if (std::isnan(value)) {
      is_ordered_ = false;
      return;
    }
    if (kept_ == k_) {
      lost_ = std::max(lost_, std::min(value, values_[k_ - 1]));
      if (value <= values_[k_ - 1]) {
        return;
      }
    }
    int64_t i = kept_ < k_ ? kept_++ : k_ - 1;
    for (; i > 0 && value > values_[i - 1]; --i) {
      values_[i] = values_[i - 1];
      places_[i] = places_[i - 1];
    }
    values_[i] = value;
    places_[i] = place;
  }

  // Whether each of them is greater than the next, and the last greater than all that are lost.
  bool is_certain() const {
    bool certain = is_ordered_ && values_[k_ - 1] > lost_;
    for (int64_t i = 1; certain && i < k_; ++i) {
      certain = values_[i - 1] > values_[i];
    }
    return certain;
  }

 private:
  int64_t k_, kept_ = 0;
  float* values_;
  int64_t* places_;
  float lost_ = -INFINITY;
  bool is_ordered_ = true;
};

}  // namespace

std::tuple<at::Tensor, at::Tensor> top_k(const at::Tensor& given, int64_t k) {
  const bool records = at::GradMode::is_enabled() && given.requires_grad();
  if (!fused_on_cpu({given}) || records || given.dim() == 0 || k < 1 || k > std::min(kMostKept, given.size(-1))) {
    return at::topk(given, k);
  }
  const auto input = given.contiguous();
  auto shape = input.sizes().vec();
  shape.back() = k;
  auto values = at::empty(shape, input.options());
  auto places = at::empty(shape, input.options().dtype(at::kLong));
  const int64_t width = input.size(-1);
  const float* x = input.data_ptr<float>();
  float* v = values.data_ptr<float>();
  int64_t* p = places.data_ptr<int64_t>();
  std::atomic<bool> certain{true};
  at::parallel_for(0, input.numel() / width, rows_per_task(width), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      Greatest greatest(k, v + row * k, p + row * k);
      for (int64_t from = 0; from < width; from += kBlock) {
        const int64_t to = std::min(from + kBlock, width);
        for (int64_t i = greatest.is_above(x + row * width + from, to - from) ? to : from; i < to; ++i) {
          greatest.offer(x[row * width + i], i);
        }
      }
      if (!greatest.is_certain()) {
        certain = false;
      }
    }
  });
  // Which of equal elements comes first is libtorch's own affair, and so is where NaN stands.
  return certain ? std::make_tuple(values, places) : at::topk(given, k);
}

}  // namespace trainer
