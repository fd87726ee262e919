// A matrix in memory whose rows lie one behind the other.
#pragma once

#include <ATen/ATen.h>

namespace trainer {

struct Matrix {
  float* data;
  int64_t rows, columns, stride;

  explicit Matrix(const at::Tensor& tensor)
      : data(tensor.data_ptr<float>()), rows(tensor.numel() / tensor.size(-1)), columns(tensor.size(-1)), stride(tensor.size(-1)) {}
  Matrix(float* data_, int64_t rows_, int64_t columns_, int64_t stride_) : data(data_), rows(rows_), columns(columns_), stride(stride_) {}

  Matrix rows_from(int64_t begin, int64_t end) const { return {data + begin * stride, end - begin, columns, stride}; }
  Matrix columns_from(int64_t begin, int64_t end) const { return {data + begin, rows, end - begin, stride}; }
};

}  // namespace trainer
