// An exponential function that loops take in and compile to whole vectors, on any processor. libmvec's costs a call for every sixteen numbers,
// and another one for each of them that is not an ordinary number, such as the infinite scores of what may not be seen.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace trainer {

// e^x within one unit in the last place; 0 below -87.3 and infinite above 88.3, where the range of normal numbers ends.
// It is 2^n times the exponential of what is left of x, at most ln 2 / 2, by its series. Only written as fma is a sum kept in its order.
// Always inlined: a loop that calls it is not made of vectors.
__attribute__((always_inline)) inline float exponential(float x) {
  // In this order NaN stays what it is.
  const float inside = std::max(std::min(x, 89.0f), -88.0f);
  const float n = std::rint(inside * 1.44269504f);
  // ln 2 in two pieces, the first of which has so few digits that n times it is exact.
  const float rest = std::fma(n, 2.12194440e-4f, std::fma(n, -0.693359375f, inside));
  float sum = std::fma(1.0f / 5040, rest, 1.0f / 720);
  sum = std::fma(sum, rest, 1.0f / 120);
  sum = std::fma(sum, rest, 1.0f / 24);
  sum = std::fma(sum, rest, 1.0f / 6);
  sum = std::fma(sum, rest, 0.5f);
  sum = std::fma(sum, rest, 1.0f);
  sum = std::fma(sum, rest, 1.0f);
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return x < -87.3f ? 0.0f : sum * power;
}

}  // namespace trainer
