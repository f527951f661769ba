// Signals kept from this thread for a while, and from the threads that it starts meanwhile.
#include <node_api.h>
#include <signal.h>

#include <initializer_list>

static thread_local sigset_t before;

// Until `release` signals wait, those of the thread's own faults excepted.
static napi_value Hold(napi_env, napi_callback_info) {
  sigset_t waiting;
  sigfillset(&waiting);
  for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) sigdelset(&waiting, fault);
  pthread_sigmask(SIG_BLOCK, &waiting, &before);
  return nullptr;
}

// Those that came meanwhile are handled now.
static napi_value Release(napi_env, napi_callback_info) {
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return nullptr;
}

NAPI_MODULE_INIT() {
  napi_value hold, release;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, Hold, nullptr, &hold);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, Release, nullptr, &release);
  napi_set_named_property(env, exports, "hold", hold);
  napi_set_named_property(env, exports, "release", release);
  return exports;
}
