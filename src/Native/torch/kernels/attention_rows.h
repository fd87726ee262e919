// Rows of keys and values of one attention head, and what is done with them.
#pragma once

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

#include "small_gemm.h"

namespace trainer {

constexpr int64_t kRowsAhead = 12;

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
  std::vector<float> key_columns, value_columns, scores, score_gradients, delta, values;

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
  for (int64_t c = 0; c < dim; c += kLanes) {
    __builtin_prefetch(row + c);
  }
}

// scores [count] = q kᵀ for one query, without columns of the keys.
inline void score_row(const float* query, const HeadRows& key, int64_t start, int64_t count, int64_t dim, float* scores) {
  for (int64_t j = 0; j < count; ++j) {
    const float* row = key.at(start + j);
    fetch_ahead(row + kRowsAhead * key.row, dim);
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t c = 0; c < dim; ++c) {
      sum += query[c] * row[c];
    }
    scores[j] = sum;
  }
}

// Columns · 16 features of Σ weights[j] · value[j]. Four sums run side by side, so that none waits for the one before.
template <int Columns>
void mix_columns(const float* weights, const float* value, int64_t row, int64_t count, float* output) {
  Lanes sums[4][Columns] = {};
  int64_t j = 0;
  for (; j + 4 <= count; j += 4) {
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) {
      fetch_ahead(value + (j + r + kRowsAhead) * row, Columns * kLanes);
#pragma GCC unroll 4
      for (int l = 0; l < Columns; ++l) {
        sums[r][l] += weights[j + r] * load_lanes(value + (j + r) * row + l * kLanes);
      }
    }
  }
  for (; j < count; ++j) {
#pragma GCC unroll 4
    for (int l = 0; l < Columns; ++l) {
      sums[0][l] += weights[j] * load_lanes(value + j * row + l * kLanes);
    }
  }
#pragma GCC unroll 4
  for (int l = 0; l < Columns; ++l) {
    store_lanes(output + l * kLanes, (sums[0][l] + sums[1][l]) + (sums[2][l] + sums[3][l]));
  }
}

// output [dim] = Σ weights[j] · value[start + j] for one query.
inline void mix_row(const float* weights, const HeadRows& value, int64_t start, int64_t count, int64_t dim, float* output) {
  const float* first = value.at(start);
  int64_t column = 0;
  for (; column + 2 * kLanes <= dim; column += 2 * kLanes) {
    mix_columns<2>(weights, first + column, value.row, count, output + column);
  }
  for (; column + kLanes <= dim; column += kLanes) {
    mix_columns<1>(weights, first + column, value.row, count, output + column);
  }
  for (; column < dim; ++column) {
    float sum = 0;
    for (int64_t j = 0; j < count; ++j) {
      sum += weights[j] * first[j * value.row + column];
    }
    output[column] = sum;
  }
}

}  // namespace trainer
