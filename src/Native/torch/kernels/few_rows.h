// The product of a few rows with a weight, y = x · wᵀ, as in a step of decoding. Both are read along their rows, where they lie: nothing is packed first.
// Every element is summed up in the same order whatever the number of rows, so that a row's result does not depend on what else is in its batch.
#pragma once

#include "lanes.h"
#include "matrix.h"

namespace trainer {

// Rows and outputs whose sums wait in registers at the same time, of which AVX has half as many as AVX-512 and Arm.
#if defined(__x86_64__) && !defined(__AVX512F__)
constexpr int kTileRows = 2;
#else
constexpr int kTileRows = 5;
#endif
constexpr int kTileOutputs = 4;

// Some elements of y, with as many columns of x and w as fill whole lanes.
template <int Rows, int Outputs>
inline void dot_products(const Matrix& x, const Matrix& w, const Matrix& y) {
  Lanes sums[Rows][Outputs] = {};
  for (int64_t k = 0; k < x.columns; k += kLanes) {
    Lanes right[Outputs];
#pragma GCC unroll 4
    for (int n = 0; n < Outputs; ++n) {
      right[n] = load_once(w.data + n * w.stride + k);
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const Lanes left = load_once(x.data + r * x.stride + k);
#pragma GCC unroll 4
      for (int n = 0; n < Outputs; ++n) {
        sums[r][n] += left * right[n];
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
    // A single output goes through the same additions as one of four.
    const Lanes(&sum)[Outputs] = sums[r];
    const Lanes whole = sums_of_four(sum[0], sum[1 % Outputs], sum[2 % Outputs], sum[3 % Outputs]);
    std::memcpy(y.data + r * y.stride, &whole, Outputs * sizeof(float));
  }
}

template <int Rows, int Outputs>
void products_of_rows(const Matrix& x, const Matrix& w, const Matrix& y) {
  int64_t row = 0;
  for (; row + Rows <= x.rows; row += Rows) {
    dot_products<Rows, Outputs>(x.rows_from(row, x.rows), w, y.rows_from(row, y.rows));
  }
  if constexpr (Rows > 1) {
    products_of_rows<Rows - 1, Outputs>(x.rows_from(row, x.rows), w, y.rows_from(row, y.rows));
  }
}

// y [rows, outputs] = x [rows, inputs] · w [outputs, inputs]ᵀ; the inputs fill whole lanes.
inline void multiply_few_rows(const Matrix& x, const Matrix& w, const Matrix& y) {
  int64_t output = 0;
  for (; output + kTileOutputs <= w.rows; output += kTileOutputs) {
    products_of_rows<kTileRows, kTileOutputs>(x, w.rows_from(output, w.rows), y.columns_from(output, y.columns));
  }
  for (; output < w.rows; ++output) {
    products_of_rows<kTileRows, 1>(x, w.rows_from(output, w.rows), y.columns_from(output, y.columns));
  }
}

}  // namespace trainer
