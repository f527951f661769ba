// What the operations of this folder share: how they are compiled for vector units, and how they talk to TensorFlow.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

// One version for each width of vector unit, chosen when the library is loaded.
#if defined(__x86_64__)
#define VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORIZED
#endif
#define INLINE inline __attribute__((always_inline))

// Below this many numbers threads cost more than they gain.
constexpr int64_t kParallelFrom = 1 << 15;

struct Tensor {
  TF_Tensor* handle = nullptr;
  ~Tensor() {
    if (handle != nullptr) TF_DeleteTensor(handle);
  }
  float* data() const { return static_cast<float*>(TF_TensorData(handle)); }
  int64_t count() const { return TF_TensorElementCount(handle); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> dims(TF_NumDims(handle));
    for (size_t i = 0; i < dims.size(); i++) dims[i] = TF_Dim(handle, static_cast<int>(i));
    return dims;
  }
};

struct Status {
  TF_Status* handle = TF_NewStatus();
  ~Status() { TF_DeleteStatus(handle); }
  bool ok() const { return TF_GetCode(handle) == TF_OK; }
};

inline bool Inputs(TF_OpKernelContext* context, std::initializer_list<Tensor*> tensors) {
  Status status;
  int index = 0;
  for (Tensor* tensor : tensors) {
    TF_GetInput(context, index++, &tensor->handle, status.handle);
    if (!status.ok()) {
      TF_OpKernelContext_Failure(context, status.handle);
      return false;
    }
  }
  return true;
}

inline bool Output(TF_OpKernelContext* context, int index, const std::vector<int64_t>& shape, Tensor* tensor) {
  Status status;
  int64_t count = 1;
  for (int64_t dim : shape) count *= dim;
  tensor->handle = TF_AllocateOutput(context, index, TF_FLOAT, shape.data(), static_cast<int>(shape.size()),
                                     count * sizeof(float), status.handle);
  if (!status.ok()) TF_OpKernelContext_Failure(context, status.handle);
  return status.ok();
}

inline bool CheckCounts(TF_OpKernelContext* context, bool good) {
  if (good) return true;
  Status status;
  TF_SetStatus(status.handle, TF_INVALID_ARGUMENT, "sizes of the inputs do not fit together");
  TF_OpKernelContext_Failure(context, status.handle);
  return false;
}

inline void Register(const char* name, std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs,
              std::initializer_list<const char*> attributes, void* (*create)(TF_OpKernelConstruction*),
              void (*compute)(void*, TF_OpKernelContext*), void (*remove)(void*)) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_RegisterOpDefinition(definition, status.handle);
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", create, compute, remove);
  TF_RegisterKernelBuilder(name, kernel, status.handle);
}

// x is [outer, middle, groups, size]; statistics are taken over middle and size.
struct View {
  int64_t middle, groups, size;
  bool center;
  float epsilon;
};

inline void* CreateView(TF_OpKernelConstruction* construction) {
  Status status;
  int32_t middle = 1, groups = 1, size = 1;
  unsigned char center = 1;
  float epsilon = 0;
  TF_OpKernelConstruction_GetAttrInt32(construction, "middle", &middle, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrInt32(construction, "groups", &groups, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrInt32(construction, "size", &size, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrBool(construction, "center", &center, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &epsilon, status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  return new View{middle, groups, size, center != 0, epsilon};
}

inline void DeleteView(void* view) { delete static_cast<View*>(view); }

// Of views whose middle is more than 1 (channels.cc): as NormlabNormalize and its gradient.
void NormalizeChannels(const float* x, float* y, float* inverse, int64_t outer, const View& view);
void NormalizeChannelsGradient(const float* dy, const float* y, const float* inverse, float* dx, int64_t outer, const View& view);
