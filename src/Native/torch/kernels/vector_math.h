// Tells the compiler that glibc's expf and logf have vector twins (libmvec), without -ffast-math's other liberties.
#pragma once

#include <cmath>

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
extern "C" __attribute__((simd("notinbranch"))) float expf(float) noexcept;
#endif
