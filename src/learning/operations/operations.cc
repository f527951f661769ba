// The operations of this folder as TensorFlow operations, for the native backend: same definitions as the TypeScript beside this
// file, threads by OpenMP. Compiled into the addon by scripts/native.mjs; registered when the addon is loaded.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "operations.h"

namespace {

// Sums over samples are cut into this many pieces whatever the number of threads: same bits on every machine.
constexpr int64_t kPieces = 16;

template <int kSize>
INLINE void NormalizeRowsOf(const float* x, float* y, float* inverse, int64_t rows, int64_t any_size, bool center, float epsilon) {
  const int64_t size = kSize > 0 ? kSize : any_size;
  for (int64_t row = 0; row < rows; row++, x += size, y += size) {
    float mean = 0;
    if (center) {
      float sum = 0;
      for (int64_t i = 0; i < size; i++) sum += x[i];
      mean = sum / size;
    }
    float squares = 0;
    for (int64_t i = 0; i < size; i++) squares += (x[i] - mean) * (x[i] - mean);
    const float root = std::sqrt(squares / size + epsilon);
    const float scale = root > 0 ? 1 / root : 0;
    for (int64_t i = 0; i < size; i++) y[i] = (x[i] - mean) * scale;
    inverse[row] = scale;
  }
}

template <int kSize>
INLINE void NormalizeRowsGradientOf(const float* dy, const float* y, const float* inverse, float* dx, int64_t rows,
                                    int64_t any_size, bool center) {
  const int64_t size = kSize > 0 ? kSize : any_size;
  for (int64_t row = 0; row < rows; row++, dy += size, y += size, dx += size) {
    float along = 0, sum = 0;
    for (int64_t i = 0; i < size; i++) {
      along += dy[i] * y[i];
      sum += dy[i];
    }
    along /= size;
    sum = center ? sum / size : 0;
    const float scale = inverse[row];
    for (int64_t i = 0; i < size; i++) dx[i] = scale * (dy[i] - sum - y[i] * along);
  }
}

VECTORIZED void NormalizeRows(const float* x, float* y, float* inverse, int64_t rows, int64_t size, bool center, float epsilon) {
  switch (size) {
    case 4: return NormalizeRowsOf<4>(x, y, inverse, rows, size, center, epsilon);
    case 8: return NormalizeRowsOf<8>(x, y, inverse, rows, size, center, epsilon);
    case 16: return NormalizeRowsOf<16>(x, y, inverse, rows, size, center, epsilon);
    default: return NormalizeRowsOf<0>(x, y, inverse, rows, size, center, epsilon);
  }
}

VECTORIZED void NormalizeRowsGradient(const float* dy, const float* y, const float* inverse, float* dx, int64_t rows, int64_t size,
                                      bool center) {
  switch (size) {
    case 4: return NormalizeRowsGradientOf<4>(dy, y, inverse, dx, rows, size, center);
    case 8: return NormalizeRowsGradientOf<8>(dy, y, inverse, dx, rows, size, center);
    case 16: return NormalizeRowsGradientOf<16>(dy, y, inverse, dx, rows, size, center);
    default: return NormalizeRowsGradientOf<0>(dy, y, inverse, dx, rows, size, center);
  }
}

void Normalize(const float* x, float* y, float* inverse, int64_t outer, const View& view) {
  if (view.middle == 1) {
    const int64_t rows = outer * view.groups;
    const int64_t block = std::max<int64_t>(1, (1 << 13) / view.size);
#pragma omp parallel for schedule(static) if (rows * view.size > kParallelFrom)
    for (int64_t first = 0; first < rows; first += block) {
      const int64_t count = std::min(block, rows - first), at = first * view.size;
      NormalizeRows(x + at, y + at, inverse + first, count, view.size, view.center, view.epsilon);
    }
    return;
  }
  NormalizeChannels(x, y, inverse, outer, view);
}

void NormalizeGradient(const float* dy, const float* y, const float* inverse, float* dx, int64_t outer, const View& view) {
  if (view.middle == 1) {
    const int64_t rows = outer * view.groups;
    const int64_t block = std::max<int64_t>(1, (1 << 13) / view.size);
#pragma omp parallel for schedule(static) if (rows * view.size > kParallelFrom)
    for (int64_t first = 0; first < rows; first += block) {
      const int64_t count = std::min(block, rows - first), at = first * view.size;
      NormalizeRowsGradient(dy + at, y + at, inverse + first, dx + at, count, view.size, view.center);
    }
    return;
  }
  NormalizeChannelsGradient(dy, y, inverse, dx, outer, view);
}

// y = gain * x + offset for every row, gain and offset given for each channel.
VECTORIZED void ScaleRows(const float* x, const float* gain, const float* offset, float* y, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; row++, x += width, y += width) {
    for (int64_t i = 0; i < width; i++) y[i] = gain[i] * x[i] + offset[i];
  }
}

// Over the rows, for every channel: g = gain * dy, and to the sums of a block are added those of dy * x and of dy.
VECTORIZED void ScaleRowsGradient(const float* dy, const float* x, const float* gain, float* g, float* block, int64_t rows,
                                  int64_t width) {
  float* gains = block;
  float* offsets = block + width;
  for (int64_t row = 0; row < rows; row++, dy += width, x += width, g += width) {
    for (int64_t i = 0; i < width; i++) {
      gains[i] += dy[i] * x[i];
      offsets[i] += dy[i];
      g[i] = gain[i] * dy[i];
    }
  }
}

void NormalizeAffine(const float* x, const float* gain, const float* offset, float* y, float* normalized, float* inverse, int64_t rows,
                     const View& view) {
  Normalize(x, normalized, inverse, rows, view);
  const int64_t width = view.groups * view.size;
  const int64_t block = std::max<int64_t>(1, (1 << 13) / width);
#pragma omp parallel for schedule(static) if (rows * width > kParallelFrom)
  for (int64_t first = 0; first < rows; first += block) {
    ScaleRows(normalized + first * width, gain, offset, y + first * width, std::min(block, rows - first), width);
  }
}

void NormalizeAffineGradient(const float* dy, const float* normalized, const float* inverse, const float* gain, float* dx, float* dgain,
                             float* doffset, int64_t rows, const View& view) {
  const int64_t width = view.groups * view.size;
  const int64_t pieces = std::min(kPieces, rows);
  std::vector<double> sums(pieces * 2 * width, 0.0);
#pragma omp parallel if (rows * width > kParallelFrom)
  {
    // Block by block, while they lie near.
    const int64_t near = std::max<int64_t>(1, std::min<int64_t>(64, (1 << 13) / width));
    std::vector<float> part(near * width), block(2 * width);
#pragma omp for schedule(static)
    for (int64_t piece = 0; piece < pieces; piece++) {
      const int64_t last = (piece + 1) * rows / pieces;
      double* sum = sums.data() + piece * 2 * width;
      for (int64_t row = piece * rows / pieces; row < last; row += near) {
        const int64_t count = std::min(near, last - row), at = row * width;
        std::fill(block.begin(), block.end(), 0.0f);
        ScaleRowsGradient(dy + at, normalized + at, gain, part.data(), block.data(), count, width);
        for (int64_t i = 0; i < 2 * width; i++) sum[i] += block[i];
        NormalizeRowsGradient(part.data(), normalized + at, inverse + row * view.groups, dx + at, count * view.groups, view.size,
                              view.center);
      }
    }
  }
  for (int64_t i = 0; i < width; i++) {
    double gains = 0, offsets = 0;
    for (int64_t piece = 0; piece < pieces; piece++) {
      gains += sums[piece * 2 * width + i];
      offsets += sums[piece * 2 * width + width + i];
    }
    dgain[i] = static_cast<float>(gains);
    doffset[i] = static_cast<float>(offsets);
  }
}

// One step of AdamW; see src/learning/operations/adam.ts for the order of `constants`.
VECTORIZED void AdamPiece(const float* value, const float* gradient, const float* first, const float* second, const float* c,
                          float* new_value, float* new_first, float* new_second, int64_t count) {
  const float beta1 = c[0], rest1 = c[1], beta2 = c[2], rest2 = c[3], rate = c[4], unbias = c[5], epsilon = c[6], keep = c[7];
  for (int64_t i = 0; i < count; i++) {
    const float g = gradient[i];
    const float m = beta1 * first[i] + rest1 * g;
    const float v = beta2 * second[i] + rest2 * g * g;
    new_first[i] = m;
    new_second[i] = v;
    new_value[i] = keep * value[i] - rate * m / (std::sqrt(v * unbias) + epsilon);
  }
}

void ComputeNormalize(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor x, y, inverse;
  if (!Inputs(context, {&x})) return;
  const int64_t block = view.middle * view.groups * view.size;
  if (!CheckCounts(context, x.count() % block == 0)) return;
  const int64_t outer = x.count() / block;
  if (!Output(context, 0, x.shape(), &y) || !Output(context, 1, {outer * view.groups}, &inverse)) return;
  Normalize(x.data(), y.data(), inverse.data(), outer, view);
}

void ComputeNormalizeGradient(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor dy, y, inverse, dx;
  if (!Inputs(context, {&dy, &y, &inverse})) return;
  const int64_t block = view.middle * view.groups * view.size;
  const int64_t outer = y.count() / block;
  if (!CheckCounts(context, dy.count() == y.count() && inverse.count() == outer * view.groups)) return;
  if (!Output(context, 0, y.shape(), &dx)) return;
  NormalizeGradient(dy.data(), y.data(), inverse.data(), dx.data(), outer, view);
}

void ComputeNormalizeAffine(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor x, gain, offset, y, normalized, inverse;
  if (!Inputs(context, {&x, &gain, &offset})) return;
  const int64_t width = view.groups * view.size;
  const bool good = view.middle == 1 && x.count() % width == 0 && gain.count() == width && offset.count() == width;
  if (!CheckCounts(context, good)) return;
  const int64_t rows = x.count() / width;
  if (!Output(context, 0, x.shape(), &y) || !Output(context, 1, x.shape(), &normalized)) return;
  if (!Output(context, 2, {rows * view.groups}, &inverse)) return;
  NormalizeAffine(x.data(), gain.data(), offset.data(), y.data(), normalized.data(), inverse.data(), rows, view);
}

void ComputeNormalizeAffineGradient(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor dy, normalized, inverse, gain, dx, dgain, doffset;
  if (!Inputs(context, {&dy, &normalized, &inverse, &gain})) return;
  const int64_t width = view.groups * view.size, rows = dy.count() / width;
  const bool good =
      view.middle == 1 && dy.count() == normalized.count() && inverse.count() == rows * view.groups && gain.count() == width;
  if (!CheckCounts(context, good)) return;
  if (!Output(context, 0, normalized.shape(), &dx) || !Output(context, 1, {width}, &dgain) || !Output(context, 2, {width}, &doffset)) {
    return;
  }
  NormalizeAffineGradient(dy.data(), normalized.data(), inverse.data(), gain.data(), dx.data(), dgain.data(), doffset.data(), rows,
                          view);
}

void ComputeAdam(void*, TF_OpKernelContext* context) {
  Tensor value, gradient, first, second, constants, new_value, new_first, new_second;
  if (!Inputs(context, {&value, &gradient, &first, &second, &constants})) return;
  const int64_t count = value.count();
  const bool good = gradient.count() == count && first.count() == count && second.count() == count && constants.count() == 8;
  if (!CheckCounts(context, good)) return;
  const std::vector<int64_t> shape = value.shape();
  if (!Output(context, 0, shape, &new_value) || !Output(context, 1, shape, &new_first) || !Output(context, 2, shape, &new_second)) {
    return;
  }
  const int64_t block = 1 << 13;
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
  for (int64_t at = 0; at < count; at += block) {
    AdamPiece(value.data() + at, gradient.data() + at, first.data() + at, second.data() + at, constants.data(),
              new_value.data() + at, new_first.data() + at, new_second.data() + at, std::min(block, count - at));
  }
}

VECTORIZED void ReluPiece(const float* dy, const float* y, float* dx, int64_t count) {
  for (int64_t i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0.0f;
}

void ComputeReluGradient(void*, TF_OpKernelContext* context) {
  Tensor dy, y, dx;
  if (!Inputs(context, {&dy, &y}) || !CheckCounts(context, dy.count() == y.count()) || !Output(context, 0, y.shape(), &dx)) return;
  const int64_t count = y.count(), block = 1 << 13;
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
  for (int64_t at = 0; at < count; at += block) {
    ReluPiece(dy.data() + at, y.data() + at, dx.data() + at, std::min(block, count - at));
  }
}

// Shapes of the parts of a vector, written as in src/learning/operations/pack.ts.
using Layout = std::vector<std::vector<int64_t>>;

void* CreateLayout(TF_OpKernelConstruction* construction) {
  Status status;
  int32_t list_size = 0, total_size = 0;
  TF_OpKernelConstruction_GetAttrSize(construction, "shapes", &list_size, &total_size, status.handle);
  std::string text(std::max(total_size, 0), ' ');
  if (status.ok()) TF_OpKernelConstruction_GetAttrString(construction, "shapes", &text[0], text.size(), status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  auto* layout = new Layout(1);
  int64_t number = -1;
  text += ';';
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      number = std::max<int64_t>(number, 0) * 10 + (c - '0');
      continue;
    }
    if (number >= 0) layout->back().push_back(number);
    number = -1;
    if (c == ';') layout->emplace_back();
  }
  layout->pop_back();
  return layout;
}

void DeleteLayout(void* layout) { delete static_cast<Layout*>(layout); }

void ComputeUnpack(void* kernel, TF_OpKernelContext* context) {
  Tensor vector;
  if (!Inputs(context, {&vector})) return;
  const float* from = vector.data();
  const float* end = from + vector.count();
  int index = 0;
  for (const std::vector<int64_t>& shape : *static_cast<Layout*>(kernel)) {
    Tensor part;
    if (!Output(context, index++, shape, &part) || !CheckCounts(context, part.count() <= end - from)) return;
    std::memcpy(part.data(), from, part.count() * sizeof(float));
    from += part.count();
  }
}

void ComputePack(void*, TF_OpKernelContext* context) {
  std::vector<Tensor> parts(TF_NumInputs(context));
  int64_t count = 0;
  Status status;
  for (size_t i = 0; i < parts.size(); i++) {
    TF_GetInput(context, static_cast<int>(i), &parts[i].handle, status.handle);
    if (!status.ok()) return TF_OpKernelContext_Failure(context, status.handle);
    count += parts[i].count();
  }
  Tensor vector;
  if (!Output(context, 0, {count}, &vector)) return;
  float* to = vector.data();
  for (const Tensor& part : parts) {
    std::memcpy(to, part.data(), part.count() * sizeof(float));
    to += part.count();
  }
}

const bool registered = [] {
  const auto view = {"middle: int", "groups: int", "size: int", "center: bool", "epsilon: float"};
  Register("NormlabNormalize", {"x: float"}, {"y: float", "inverse: float"}, view, CreateView, ComputeNormalize, DeleteView);
  Register("NormlabNormalizeGradient", {"dy: float", "y: float", "inverse: float"}, {"dx: float"}, view, CreateView,
           ComputeNormalizeGradient, DeleteView);
  Register("NormlabNormalizeAffine", {"x: float", "gain: float", "offset: float"},
           {"y: float", "normalized: float", "inverse: float"}, view, CreateView, ComputeNormalizeAffine, DeleteView);
  Register("NormlabNormalizeAffineGradient", {"dy: float", "normalized: float", "inverse: float", "gain: float"},
           {"dx: float", "dgain: float", "doffset: float"}, view, CreateView, ComputeNormalizeAffineGradient, DeleteView);
  Register("NormlabAdam", {"value: float", "gradient: float", "first: float", "second: float", "constants: float"},
           {"new_value: float", "new_first: float", "new_second: float"}, {}, nullptr, ComputeAdam, nullptr);
  Register("NormlabReluGradient", {"dy: float", "y: float"}, {"dx: float"}, {}, nullptr, ComputeReluGradient, nullptr);
  const auto layout = {"N: int", "shapes: string"};
  Register("NormlabUnpack", {"vector: float"}, {"parts: N * float"}, layout, CreateLayout, ComputeUnpack, DeleteLayout);
  Register("NormlabPack", {"parts: N * float"}, {"vector: float"}, layout, nullptr, ComputePack, nullptr);
  return true;
}();

}  // namespace
