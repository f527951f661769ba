// Standard error held back for a while: what native code writes to it, which JavaScript cannot keep from it.
#include <node_api.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

static int original = -1;

// Until `release` all that is written to standard error goes into memory.
static napi_value Hold(napi_env env, napi_callback_info) {
  int memory = memfd_create("standard-error", 0);
  original = dup(STDERR_FILENO);
  if (memory < 0 || original < 0 || dup2(memory, STDERR_FILENO) < 0) {
    napi_throw_error(env, nullptr, "standard error cannot be held back");
  }
  close(memory);
  return nullptr;
}

// Gives standard error back, and returns what was written meanwhile.
static napi_value Release(napi_env env, napi_callback_info) {
  std::string text;
  char buffer[4096];
  lseek(STDERR_FILENO, 0, SEEK_SET);
  for (ssize_t length; (length = read(STDERR_FILENO, buffer, sizeof buffer)) > 0;) text.append(buffer, length);
  dup2(original, STDERR_FILENO);
  close(original);
  napi_value result;
  napi_create_string_utf8(env, text.data(), text.size(), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value hold, release;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, Hold, nullptr, &hold);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, Release, nullptr, &release);
  napi_set_named_property(env, exports, "hold", hold);
  napi_set_named_property(env, exports, "release", release);
  return exports;
}
