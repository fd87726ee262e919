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
// Elements that are looked at together, to be passed over together: first many, then, where one of them counts, few.
constexpr int64_t kBlock = 128, kPart = 16;

// Whether all of some elements are less than a number.
bool are_below(const float* elements, int64_t size, float number) {
  int found = 0;
#pragma omp simd reduction(+ : found)
  for (int64_t i = 0; i < size; ++i) {
    found += !(elements[i] < number);
  }
  return found == 0;
}

// Takes [from, to) in pieces.
template <typename Work>
void in_pieces(int64_t from, int64_t to, int64_t size, const Work& work) {
  for (int64_t begin = from; begin < to; begin += size) {
    work(begin, std::min(begin + size, to));
  }
}

// The greatest elements of a row in order, as long as no two of them are equal.
class Greatest {
 public:
  Greatest(int64_t k, float* values, int64_t* places) : k_(k), values_(values), places_(places) {}

  void look_through(const float* row, int64_t width) {
    in_pieces(0, width, kBlock, [&](int64_t block, int64_t block_end) {
      if (!can_pass_over(row + block, block_end - block)) {
        in_pieces(block, block_end, kPart, [&](int64_t part, int64_t part_end) {
          for (int64_t i = can_pass_over(row + part, part_end - part) ? part_end : part; i < part_end; ++i) {
            offer(row[i], i);
          }
        });
      }
    });
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
  bool can_pass_over(const float* elements, int64_t size) const { return kept_ == k_ && are_below(elements, size, values_[k_ - 1]); }

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
      greatest.look_through(x + row * width, width);
      if (!greatest.is_certain()) {
        certain = false;
      }
    }
  });
  // Which of equal elements comes first is libtorch's own affair, and so is where NaN stands.
  return certain ? std::make_tuple(values, places) : at::topk(given, k);
}

}  // namespace trainer
