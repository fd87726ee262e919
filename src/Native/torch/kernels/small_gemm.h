// A register-tiled product for the small matrices of one attention head: BLAS would spend its time on being called.
#pragma once

#include "lanes.h"

namespace trainer {

// A matrix in memory: element (r, c) lies at data[r * row + c * column].
struct Strided {
  const float* data;
  int64_t row;
  int64_t column;
};

template <int Rows, int Columns>
inline void multiply_tile(const Strided& a, const float* b, int64_t b_row, float* c, int64_t c_row, int64_t depth) {
  Lanes sums[Rows][Columns];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
    for (int l = 0; l < Columns; ++l) {
      sums[r][l] = load_lanes(c + r * c_row + l * kLanes);
    }
  }
  for (int64_t p = 0; p < depth; ++p) {
#pragma GCC unroll 8
    for (int l = 0; l < Columns; ++l) {
      const Lanes right = load_once(b + p * b_row + l * kLanes);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
        sums[r][l] += a.data[r * a.row + p * a.column] * right;
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
    for (int l = 0; l < Columns; ++l) {
      store_lanes(c + r * c_row + l * kLanes, sums[r][l]);
    }
  }
}

template <int Rows>
inline void multiply_rows(const Strided& a, const float* b, int64_t b_row, float* c, int64_t c_row, int64_t depth, int64_t width) {
  int64_t column = 0;
  for (; column + 2 * kLanes <= width; column += 2 * kLanes) {
    multiply_tile<Rows, 2>(a, b + column, b_row, c + column, c_row, depth);
  }
  for (; column + kLanes <= width; column += kLanes) {
    multiply_tile<Rows, 1>(a, b + column, b_row, c + column, c_row, depth);
  }
  for (int64_t r = 0; r < Rows && column < width; ++r) {
    for (int64_t p = 0; p < depth; ++p) {
      const float left = a.data[r * a.row + p * a.column];
#pragma omp simd
      for (int64_t l = column; l < width; ++l) {
        c[r * c_row + l] += left * b[p * b_row + l];
      }
    }
  }
}

// C [rows, width] += A [rows, depth] · B [depth, width]; B and C have unit column stride.
inline void multiply_add(
    const Strided& a, const float* b, int64_t b_row, float* c, int64_t c_row, int64_t rows, int64_t depth, int64_t width) {
  int64_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    multiply_rows<4>({a.data + row * a.row, a.row, a.column}, b, b_row, c + row * c_row, c_row, depth, width);
  }
  for (; row < rows; ++row) {
    multiply_rows<1>({a.data + row * a.row, a.row, a.column}, b, b_row, c + row * c_row, c_row, depth, width);
  }
}

}  // namespace trainer
