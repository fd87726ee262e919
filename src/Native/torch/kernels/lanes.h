// As many floats at a time as a register holds: for loops that are written by hand where the compiler's own vectors are not good enough.
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>

namespace trainer {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

// One register: more than that, and compilers keep the rest in memory, which is a hundred times slower.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

// A number of floats with what it takes to fill the last register.
constexpr int64_t whole_lanes(int64_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

inline Lanes load_lanes(const float* source) {
  Lanes value;
  std::memcpy(&value, source, sizeof value);
  return value;
}

// For several uses: compilers believe that reading a value from memory again for each of them costs nothing, which makes a product wait for its reads.
inline Lanes load_once(const float* source) {
  Lanes value = load_lanes(source);
#if defined(__x86_64__) && defined(__GNUC__)
  asm("" : "+v"(value));
#endif
  return value;
}

inline void store_lanes(float* target, const Lanes& value) { std::memcpy(target, &value, sizeof value); }

// Lanes of two values by their numbers, those of the second counting on from those of the first.
template <int... Numbers>
inline Lanes pick(const Lanes& first, const Lanes& second) {
#ifdef __clang__
  return __builtin_shufflevector(first, second, Numbers...);
#else
  using Choice = int32_t __attribute__((vector_size(kLanes * sizeof(int32_t))));
  return __builtin_shuffle(first, second, Choice{Numbers...});
#endif
}

// The sum of two choices among the lanes of two values: `Step::first(i)` and `Step::second(i)` are the numbers for lane i.
template <typename Step, int... I>
inline Lanes join(const Lanes& a, const Lanes& b, std::integer_sequence<int, I...>) {
  return pick<Step::first(I)...>(a, b) + pick<Step::second(I)...>(a, b);
}

template <typename Step>
inline Lanes join(const Lanes& a, const Lanes& b) {
  return join<Step>(a, b, std::make_integer_sequence<int, kLanes>());
}

// Three steps of a tree that sums up several values, each in itself: sixteen sums cost as much as three by themselves. Each exchange of lanes is one
// that processors have an instruction for, and the cheaper ones, within quarters of four lanes, come first.

// Of each quarter of a and of b the sums of its lanes 0 and 2, and of 1 and 3, side by side: a, b, a, b.
struct InPairs {
  static constexpr int first(int lane) { return lane / 4 * 4 + lane % 4 / 2 + lane % 2 * kLanes; }
  static constexpr int second(int lane) { return first(lane) + 2; }
};

// Of each quarter the sums of a, b, c and d, where a with b, and c with d, were joined in pairs.
struct InFours {
  static constexpr int first(int lane) { return lane / 4 * 4 + lane % 2 + lane % 4 / 2 * kLanes; }
  static constexpr int second(int lane) { return first(lane) + 2; }
};

// The sums of every two quarters of a and then of b.
struct InQuarters {
  static constexpr int first(int lane) { return lane % (kLanes / 2) / 4 * 8 + lane % 4 + lane / (kLanes / 2) * kLanes; }
  static constexpr int second(int lane) { return first(lane) + 4; }
};

// Lane i: the sum of the lanes of parts[i].
inline Lanes sums_of(Lanes (&parts)[kLanes]) {
#pragma GCC unroll 8
  for (int i = 0; i < kLanes / 2; ++i) {
    parts[i] = join<InPairs>(parts[2 * i], parts[2 * i + 1]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < kLanes / 4; ++i) {
    parts[i] = join<InFours>(parts[2 * i], parts[2 * i + 1]);
  }
#pragma GCC unroll 2
  for (int count = kLanes / 8; count > 0; count /= 2) {
#pragma GCC unroll 2
    for (int i = 0; i < count; ++i) {
      parts[i] = join<InQuarters>(parts[2 * i], parts[2 * i + 1]);
    }
  }
  return parts[0];
}

// The same of four values, in each quarter.
inline Lanes sums_of_four(const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d) {
  Lanes sums = join<InFours>(join<InPairs>(a, b), join<InPairs>(c, d));
#pragma GCC unroll 2
  for (int quarters = kLanes / 4; quarters > 1; quarters /= 2) {
    sums = join<InQuarters>(sums, sums);
  }
  return sums;
}

}  // namespace trainer
