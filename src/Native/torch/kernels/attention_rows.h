// Rows of keys and values of one attention head, and what is done with them.
#pragma once

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

#include "lanes.h"
#include "small_gemm.h"
#include "vector_math.h"

namespace trainer {

constexpr int64_t kRowsAhead = 12;
// What memory brings at a time.
constexpr int64_t kLineFloats = 64 / sizeof(float);

// One head's rows of a [batch, length, heads, dim] tensor.
struct HeadRows {
  float* data;
  int64_t row;
  // Of each position the batch row that holds it, and how far rows lie apart; null: all lie in one.
  const int64_t* sources = nullptr;
  int64_t batch_row = 0;

  HeadRows(float* data_, int64_t row_) : data(data_), row(row_) {}
  HeadRows(const at::Tensor& tensor, int64_t b, int64_t h)
      : data(tensor.data_ptr<float>() + b * tensor.stride(0) + h * tensor.stride(2)), row(tensor.stride(1)) {}
  HeadRows(const at::Tensor& tensor, int64_t b, int64_t h, const int64_t* sources_)
      : HeadRows(tensor, sources_ == nullptr ? b : 0, h) {
    sources = sources_;
    batch_row = tensor.stride(0);
  }

  float* at(int64_t position) const { return data + position * row + (sources == nullptr ? 0 : sources[position] * batch_row); }
  Strided from(int64_t position) const { return {data + position * row, row, 1}; }
};

// Room for one thread's work on one head; grows once and is used again.
struct Workspace {
  std::vector<float> key_columns, value_columns, scores, score_gradients, values;

  static float* room(std::vector<float>& buffer, int64_t size) {
    if (static_cast<int64_t>(buffer.size()) < size) {
      buffer.resize(size);
    }
    return buffer.data();
  }
};

inline void transpose(const HeadRows& rows, int64_t from, int64_t count, int64_t dim, float* columns) {
  for (int64_t j = 0; j < count; ++j) {
    const float* source = rows.at(from + j);
    for (int64_t c = 0; c < dim; ++c) {
      columns[c * count + j] = source[c];
    }
  }
}

// The rows from one on, brought together where they lie in several batch rows.
inline HeadRows together(const HeadRows& rows, int64_t from, int64_t count, int64_t dim, std::vector<float>& buffer) {
  if (rows.sources == nullptr) {
    return rows;
  }
  float* copy = Workspace::room(buffer, count * dim);
  for (int64_t j = 0; j < count; ++j) {
    std::copy(rows.at(from + j), rows.at(from + j) + dim, copy + j * dim);
  }
  return {copy - from * dim, dim};
}

// A step of decoding reads every key and value once, from far memory and in pieces: asked for in time, they are there.
inline void fetch_ahead(const float* row, int64_t dim) {
  for (int64_t c = 0; c < dim; c += kLineFloats) {
    __builtin_prefetch(row + c);
  }
}

// q kᵀ of as many keys as there are lanes; of `Dim` features, or of `dim` where `Dim` is 0: loops of a known length cost nothing themselves.
template <int Dim>
inline Lanes score_lanes(const float* query, const float* const (&keys)[kLanes], int64_t dim) {
  const int64_t size = Dim > 0 ? Dim : dim;
  Lanes parts[kLanes];
#pragma GCC unroll 16
  for (int j = 0; j < kLanes; ++j) {
    Lanes sum = load_lanes(query) * load_lanes(keys[j]);
#pragma GCC unroll 8
    for (int64_t c = kLanes; c < size; c += kLanes) {
      sum += load_lanes(query + c) * load_lanes(keys[j] + c);
    }
    parts[j] = sum;
  }
  return sums_of(parts);
}

inline float score(const float* query, const float* key, int64_t dim) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t c = 0; c < dim; ++c) {
    sum += query[c] * key[c];
  }
  return sum;
}

template <int Dim>
void score_groups(const HeadRows& query, int64_t rows, const HeadRows& key, int64_t start, int64_t count, int64_t dim, float* scores, int64_t stride) {
  for (int64_t next = 0; next < count; next += kLanes) {
    // The last keys may be partly the same as those before them.
    const int64_t first = std::min(next, count - kLanes);
    const float* keys[kLanes];
    for (int64_t j = 0; j < kLanes; ++j) {
      keys[j] = key.at(start + first + j);
      fetch_ahead(keys[j] + kRowsAhead * key.row, dim);
    }
    for (int64_t r = 0; r < rows; ++r) {
      store_lanes(scores + r * stride + first, score_lanes<Dim>(query.at(r), keys, dim));
    }
  }
}

// scores [rows, stride] = q kᵀ for a few queries and `count` keys, without columns of the keys.
inline void score_few(const HeadRows& query, int64_t rows, const HeadRows& key, int64_t start, int64_t count, int64_t dim, float* scores, int64_t stride) {
  if (dim % kLanes != 0 || count < kLanes) {
    for (int64_t i = 0; i < rows * count; ++i) {
      scores[i / count * stride + i % count] = score(query.at(i / count), key.at(start + i % count), dim);
    }
  } else if (dim == 32) {
    score_groups<32>(query, rows, key, start, count, dim, scores, stride);
  } else if (dim == 128) {
    score_groups<128>(query, rows, key, start, count, dim, scores, stride);
  } else {
    score_groups<0>(query, rows, key, start, count, dim, scores, stride);
  }
}

// What scores were divided by, as exp(shift) · sum.
struct Softmax {
  float shift, sum;

  // Its logarithm, or 0 where nothing is seen.
  float normalizer() const { return sum > 0 ? shift + std::log(sum) : 0.0f; }
};

inline float greatest(const float* scores, int64_t count) {
  float top = -INFINITY;
#pragma omp simd reduction(max : top)
  for (int64_t j = 0; j < count; ++j) {
    top = scores[j] > top ? scores[j] : top;
  }
  return top;
}

// Scores become what their weights are in proportion to. Returns the sum.
inline float exponentials(float* scores, int64_t count, float scale, float shift) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t j = 0; j < count; ++j) {
    scores[j] = exponential(scores[j] * scale - shift);
    sum += scores[j];
  }
  return sum;
}

// Scores of some queries become weights that sum to 1; a score that must not count is -∞. Each step runs over all queries before the next one begins:
// a processor then works at the next query while it waits for what one adds up to.
inline void weigh(float* scores, int64_t rows, int64_t stride, int64_t count, float scale, Softmax* softmax) {
  for (int64_t i = 0; i < rows; ++i) {
    const float top = greatest(scores + i * stride, count);
    softmax[i].shift = top > -INFINITY ? top * scale : 0.0f;
  }
  for (int64_t i = 0; i < rows; ++i) {
    softmax[i].sum = exponentials(scores + i * stride, count, scale, softmax[i].shift);
  }
  for (int64_t i = 0; i < rows; ++i) {
    const float inverse = softmax[i].sum > 0 ? 1.0f / softmax[i].sum : 0.0f;
    float* row = scores + i * stride;
#pragma omp simd
    for (int64_t j = 0; j < count; ++j) {
      row[j] *= inverse;
    }
  }
}

// Some features of Σ weights[r][j] · value[start + j] for each of `Rows` queries. `Steps` sums of a query run side by side, so that none waits
// for the one before.
template <int Rows, int Columns, int Steps>
void mix_columns(const Strided& weights, const HeadRows& value, int64_t start, int64_t count, int64_t column, const HeadRows& output) {
  Lanes sums[Steps][Rows][Columns] = {};
  const auto add = [&](int64_t j, int step) {
    const float* row = value.at(start + j) + column;
    fetch_ahead(row + kRowsAhead * value.row, Columns * kLanes);
#pragma GCC unroll 4
    for (int l = 0; l < Columns; ++l) {
      const Lanes right = load_once(row + l * kLanes);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
        sums[step][r][l] += weights.data[r * weights.row + j] * right;
      }
    }
  };
  int64_t j = 0;
  for (; j + Steps <= count; j += Steps) {
#pragma GCC unroll 4
    for (int step = 0; step < Steps; ++step) {
      add(j + step, step);
    }
  }
  for (; j < count; ++j) {
    add(j, 0);
  }
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (int l = 0; l < Columns; ++l) {
      Lanes sum = sums[0][r][l];
#pragma GCC unroll 4
      for (int step = 1; step < Steps; ++step) {
        sum += sums[step][r][l];
      }
      store_lanes(output.at(r) + column + l * kLanes, sum);
    }
  }
}

template <int Rows, int Steps>
void mix_rows(const Strided& weights, const HeadRows& value, int64_t start, int64_t count, int64_t dim, const HeadRows& output) {
  int64_t column = 0;
  for (; column + 2 * kLanes <= dim; column += 2 * kLanes) {
    mix_columns<Rows, 2, Steps>(weights, value, start, count, column, output);
  }
  for (; column + kLanes <= dim; column += kLanes) {
    mix_columns<Rows, 1, Steps>(weights, value, start, count, column, output);
  }
  for (; column < dim; ++column) {
    for (int r = 0; r < Rows; ++r) {
      float sum = 0;
      for (int64_t j = 0; j < count; ++j) {
        sum += weights.data[r * weights.row + j] * value.at(start + j)[column];
      }
      output.at(r)[column] = sum;
    }
  }
}

// output [rows, dim] = Σ weights[r][j] · value[start + j] for a few queries, at most `Most`: one pass over the values for all of them.
template <int Most>
void mix(const Strided& weights, const HeadRows& value, int64_t start, int64_t rows, int64_t count, int64_t dim, const HeadRows& output) {
  if (rows == Most) {
    // Eight sums at least, or each addition would wait for the one before.
    constexpr int kSteps = Most >= 4 ? 1 : Most >= 2 ? 2 : 4;
    mix_rows<Most, kSteps>(weights, value, start, count, dim, output);
  } else if constexpr (Most > 1) {
    mix<Most - 1>(weights, value, start, rows, count, dim, output);
  }
}

}  // namespace trainer
