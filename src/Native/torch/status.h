// Every export returns a status and never lets an exception cross the border.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#define TT_EXPORT extern "C" __attribute__((visibility("default")))

namespace trainer {

enum Status : int32_t { kOk = 0, kTorchError = 1, kCppError = 2, kUnknownError = 3 };

void remember_error(const std::string& message);
int32_t remember_current_exception();

// Runs a body and turns whatever it throws into a status with a message.
template <typename Body>
int32_t guarded(Body&& body) {
  try {
    body();
    return kOk;
  } catch (...) {
    return remember_current_exception();
  }
}

// Copies text into a caller's buffer, cut to fit; returns how many bytes were written.
int32_t copy_text(const std::string& text, char* buffer, int32_t capacity);

}  // namespace trainer
