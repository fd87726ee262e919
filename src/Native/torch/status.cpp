#include "status.h"

#include <algorithm>
#include <cstring>

#include <c10/util/Exception.h>

namespace trainer {

namespace {
thread_local std::string last_error;
}

void remember_error(const std::string& message) { last_error = message; }

int32_t remember_current_exception() {
  try {
    throw;
  } catch (const c10::Error& error) {
    remember_error(error.what_without_backtrace());
    return kTorchError;
  } catch (const std::exception& error) {
    remember_error(error.what());
    return kCppError;
  } catch (...) {
    remember_error("an unknown native error");
    return kUnknownError;
  }
}

int32_t copy_text(const std::string& text, char* buffer, int32_t capacity) {
  const auto length = std::min<size_t>(text.size(), static_cast<size_t>(std::max(capacity, 0)));
  std::memcpy(buffer, text.data(), length);
  return static_cast<int32_t>(length);
}

}  // namespace trainer

TT_EXPORT int32_t tt_abi_version() { return 2; }

TT_EXPORT int32_t tt_last_error(char* buffer, int32_t capacity) {
  return trainer::copy_text(trainer::last_error, buffer, capacity);
}
