// Attention and GELU as TensorFlow operations, for the native backend: same definitions as attention.ts and gelu.ts beside this file.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "operations.h"

namespace {

// e^x for x <= 0, to some 1e-7 of 1 (and 1e-5 of itself where it is tiny): 2^k times a polynomial on [-ln 2 / 2, ln 2 / 2].
INLINE float ExpOfNegative(float x) {
  x = std::max(x, -87.0f);
  const int32_t whole = static_cast<int32_t>(x * 1.44269504f - 0.5f);
  const float r = x - whole * 0.69314718f;
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  const int32_t bits = (whole + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof(power));
  return p * power;
}

// The normal distribution function to 1e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26, and sqrt(2 pi) times its density.
struct Normal {
  float distribution, density;
};

INLINE Normal NormalOf(float x) {
  const float half = std::fabs(x) * 0.70710678f;
  const float t = 1.0f / (1.0f + 0.3275911f * half);
  const float density = ExpOfNegative(-half * half);
  const float polynomial = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
  const float tail = 0.5f * polynomial * density;
  return {x < 0 ? tail : 1.0f - tail, density};
}

VECTORIZED void GeluPiece(const float* x, float* y, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] = x[i] * NormalOf(x[i]).distribution;
}

VECTORIZED void GeluGradientPiece(const float* dy, const float* x, float* dx, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const Normal normal = NormalOf(x[i]);
    dx[i] = dy[i] * (normal.distribution + x[i] * 0.39894228f * normal.density);
  }
}

struct View {
  int64_t length, heads;
  bool causal;
};

// One head of one text: rows of q, k, v and their gradients stand `stride` apart, those of y `width`.
struct Head {
  int64_t length, size, stride, width;
  bool causal;
};

INLINE void Transpose(const float* rows, float* columns, int64_t length, int64_t size, int64_t stride) {
  for (int64_t row = 0; row < length; row++) {
    for (int64_t i = 0; i < size; i++) columns[i * length + row] = rows[row * stride + i];
  }
}

// out[j] = sum of a[i] * columns[i][j].
INLINE void Products(const float* __restrict a, const float* __restrict columns, float* __restrict out, int64_t count, int64_t size,
                     int64_t length) {
  for (int64_t j = 0; j < count; j++) out[j] = a[0] * columns[j];
  for (int64_t i = 1; i < size; i++) {
    const float factor = a[i];
    const float* column = columns + i * length;
    for (int64_t j = 0; j < count; j++) out[j] += factor * column[j];
  }
}

// `size` numbers at once; the compiler cuts them into what the processor has.
template <int kSize>
struct Lanes {
  typedef float Type __attribute__((vector_size(kSize * sizeof(float))));
};

// out = sum of weights[j * step] * (row j), of `count` rows that stand `stride` apart.
template <int kSize>
INLINE void WeightedSum(const float* weights, int64_t step, const float* rows, int64_t stride, int64_t count, float* out, int64_t size) {
  if constexpr (kSize > 0) {
    using Vector = typename Lanes<kSize>::Type;
    // Four sums, so that one does not wait for the other.
    Vector sums[4] = {};
    for (int64_t j = 0; j < count; j++) {
      Vector row;
      std::memcpy(&row, rows + j * stride, sizeof(row));
      sums[j & 3] += weights[j * step] * row;
    }
    sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    std::memcpy(out, &sums[0], sizeof(sums[0]));
  } else {
    std::fill(out, out + size, 0.0f);
    for (int64_t j = 0; j < count; j++) {
      for (int64_t i = 0; i < size; i++) out[i] += weights[j * step] * rows[j * stride + i];
    }
  }
}

template <int kSize>
INLINE void AttendHead(const float* q, const float* k, const float* v, float* y, float* weights, float* scratch, const Head& head) {
  const int64_t size = head.size, length = head.length;
  const float scale = 1 / std::sqrt(static_cast<float>(size));
  Transpose(k, scratch, length, size, head.stride);
  for (int64_t i = 0; i < length; i++) {
    float* row = weights + i * length;
    const int64_t count = head.causal ? i + 1 : length;
    Products(q + i * head.stride, scratch, row, count, size, length);
    float greatest = row[0], sum = 0;
    for (int64_t j = 1; j < count; j++) greatest = std::max(greatest, row[j]);
    for (int64_t j = 0; j < count; j++) row[j] = ExpOfNegative(scale * (row[j] - greatest));
    for (int64_t j = 0; j < count; j++) sum += row[j];
    const float inverse = 1 / sum;
    for (int64_t j = 0; j < count; j++) row[j] *= inverse;
    std::fill(row + count, row + length, 0.0f);
    WeightedSum<kSize>(row, 1, v, head.stride, count, y + i * head.width, size);
  }
}

template <int kSize>
INLINE void AttendHeadGradient(const float* dy, const float* q, const float* k, const float* v, const float* weights, float* dq, float* dk,
                               float* dv, float* scratch, const Head& head) {
  const int64_t size = head.size, length = head.length;
  const float scale = 1 / std::sqrt(static_cast<float>(size));
  float* columns = scratch;
  float* scores = scratch + size * length;  // Gradients of the scores, length x length.
  Transpose(v, columns, length, size, head.stride);
  for (int64_t i = 0; i < length; i++) {
    const int64_t count = head.causal ? i + 1 : length;
    const float* p = weights + i * length;
    float* row = scores + i * length;
    Products(dy + i * head.width, columns, row, count, size, length);
    float along = 0;
    for (int64_t j = 0; j < count; j++) along += row[j] * p[j];
    for (int64_t j = 0; j < count; j++) row[j] = scale * p[j] * (row[j] - along);
    WeightedSum<kSize>(row, 1, k, head.stride, count, dq + i * head.stride, size);
  }
  for (int64_t j = 0; j < length; j++) {
    const int64_t first = head.causal ? j : 0, at = first * length + j, count = length - first;
    WeightedSum<kSize>(scores + at, length, q + first * head.stride, head.stride, count, dk + j * head.stride, size);
    WeightedSum<kSize>(weights + at, length, dy + first * head.width, head.width, count, dv + j * head.stride, size);
  }
}

VECTORIZED void Attend(const float* q, float* y, float* weights, float* scratch, const Head& head) {
  const float* k = q + head.width;
  const float* v = k + head.width;
  switch (head.size) {
    case 16: return AttendHead<16>(q, k, v, y, weights, scratch, head);
    case 32: return AttendHead<32>(q, k, v, y, weights, scratch, head);
    default: return AttendHead<0>(q, k, v, y, weights, scratch, head);
  }
}

VECTORIZED void AttendGradient(const float* dy, const float* q, const float* weights, float* dq, float* scratch, const Head& head) {
  const float* k = q + head.width;
  const float* v = k + head.width;
  float* dk = dq + head.width;
  float* dv = dk + head.width;
  switch (head.size) {
    case 16: return AttendHeadGradient<16>(dy, q, k, v, weights, dq, dk, dv, scratch, head);
    case 32: return AttendHeadGradient<32>(dy, q, k, v, weights, dq, dk, dv, scratch, head);
    default: return AttendHeadGradient<0>(dy, q, k, v, weights, dq, dk, dv, scratch, head);
  }
}

// Calls `f(projections' offset, y's offset, weights' offset, scratch)` for every head of every text.
template <typename F>
void ForEveryHead(const View& view, int64_t rows, int64_t width, F f) {
  const int64_t texts = rows / view.length, size = width / view.heads;
#pragma omp parallel if (rows * width > kParallelFrom)
  {
    std::vector<float> scratch(view.length * (size + view.length));
#pragma omp for schedule(static)
    for (int64_t item = 0; item < texts * view.heads; item++) {
      const int64_t text = item / view.heads, head = item % view.heads, row = text * view.length;
      f(row * 3 * width + head * size, row * width + head * size, item * view.length * view.length, scratch.data());
    }
  }
}

Head HeadOf(const View& view, int64_t width) { return {view.length, width / view.heads, 3 * width, width, view.causal}; }

void* CreateView(TF_OpKernelConstruction* construction) {
  Status status;
  int32_t length = 1, heads = 1;
  unsigned char causal = 0;
  TF_OpKernelConstruction_GetAttrInt32(construction, "length", &length, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrInt32(construction, "heads", &heads, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrBool(construction, "causal", &causal, status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  return new View{length, heads, causal != 0};
}

void DeleteView(void* view) { delete static_cast<View*>(view); }

void ComputeAttention(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor projections, y, weights;
  if (!Inputs(context, {&projections})) return;
  const std::vector<int64_t> shape = projections.shape();
  const bool good = shape.size() == 2 && shape[0] % view.length == 0 && shape[1] % (3 * view.heads) == 0;
  if (!CheckCounts(context, good)) return;
  const int64_t rows = shape[0], width = shape[1] / 3;
  if (!Output(context, 0, {rows, width}, &y)) return;
  if (!Output(context, 1, {rows / view.length, view.heads, view.length, view.length}, &weights)) return;
  const float* from = projections.data();
  ForEveryHead(view, rows, width, [&](int64_t at, int64_t to, int64_t weight, float* scratch) {
    Attend(from + at, y.data() + to, weights.data() + weight, scratch, HeadOf(view, width));
  });
}

void ComputeAttentionGradient(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor dy, projections, weights, dx;
  if (!Inputs(context, {&dy, &projections, &weights})) return;
  const std::vector<int64_t> shape = projections.shape();
  const bool good = shape.size() == 2 && shape[0] % view.length == 0 && shape[1] % (3 * view.heads) == 0 &&
                    dy.count() * 3 == projections.count() && weights.count() == shape[0] * view.heads * view.length;
  if (!CheckCounts(context, good)) return;
  const int64_t rows = shape[0], width = shape[1] / 3;
  if (!Output(context, 0, shape, &dx)) return;
  const float* from = projections.data();
  ForEveryHead(view, rows, width, [&](int64_t at, int64_t to, int64_t weight, float* scratch) {
    AttendGradient(dy.data() + to, from + at, weights.data() + weight, dx.data() + at, scratch, HeadOf(view, width));
  });
}

void ComputeGelu(void*, TF_OpKernelContext* context) {
  Tensor x, y;
  if (!Inputs(context, {&x}) || !Output(context, 0, x.shape(), &y)) return;
  const int64_t count = x.count(), block = 1 << 13;
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
  for (int64_t at = 0; at < count; at += block) GeluPiece(x.data() + at, y.data() + at, std::min(block, count - at));
}

void ComputeGeluGradient(void*, TF_OpKernelContext* context) {
  Tensor dy, x, dx;
  if (!Inputs(context, {&dy, &x}) || !CheckCounts(context, dy.count() == x.count()) || !Output(context, 0, x.shape(), &dx)) return;
  const int64_t count = x.count(), block = 1 << 13;
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
  for (int64_t at = 0; at < count; at += block) {
    GeluGradientPiece(dy.data() + at, x.data() + at, dx.data() + at, std::min(block, count - at));
  }
}

const bool registered = [] {
  const auto view = {"length: int", "heads: int", "causal: bool"};
  Register("NormlabAttention", {"projections: float"}, {"y: float", "weights: float"}, view, CreateView, ComputeAttention, DeleteView);
  Register("NormlabAttentionGradient", {"dy: float", "projections: float", "weights: float"}, {"dprojections: float"}, view, CreateView,
           ComputeAttentionGradient, DeleteView);
  Register("NormlabGelu", {"x: float"}, {"y: float"}, {}, nullptr, ComputeGelu, nullptr);
  Register("NormlabGeluGradient", {"dy: float", "x: float"}, {"dx: float"}, {}, nullptr, ComputeGeluGradient, nullptr);
  return true;
}();

}  // namespace
