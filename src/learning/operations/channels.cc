// Normalization over the positions of a sample or of a whole batch: group and batch normalization, their gradients, and the running
// statistics. The definitions stand in normalize-view.ts and normalize-channels.ts.
#include <algorithm>
#include <cmath>
#include <vector>

#include "operations.h"

namespace {

// Sums over one sample are cut into this many pieces whatever the number of threads: same bits on every machine.
constexpr int64_t kPieces = 16;

// Rows whose width divides this are taken several at a time, as one row of this many numbers.
constexpr int64_t kNarrow = 64;

// Single sums are of at most this many numbers; they are added up in double.
constexpr int64_t kBlock = 64;

// Sixteen numbers in one register, or in as many as the machine needs.
using Lanes = float __attribute__((vector_size(64), aligned(4), may_alias));

INLINE const Lanes& At(const float* from) { return *reinterpret_cast<const Lanes*>(from); }

// What belongs to each channel (mean, scale, ...) is given for `period` numbers: the width, or kNarrow, which it divides.
int64_t PeriodOf(int64_t width) { return kNarrow % width == 0 ? kNarrow : width; }

// To `sums` are added, for every number of the period, the sums of a and of a * (b - shift); with kSquares those of a - shift and of its
// square. `count` numbers, of which the last period may be cut off.
template <bool kSquares>
INLINE void AddOf(const float* a, const float* b, const float* shift, double* sums, int64_t count, int64_t period) {
  const auto left = [&](float value, int64_t i) { return kSquares ? value - shift[i] : value; };
  const int64_t rows = count / period;
  if (period == kNarrow) {
    const Lanes s[4] = {At(shift), At(shift + 16), At(shift + 32), At(shift + 48)};
    for (int64_t start = 0; start < rows; start += kBlock) {
      Lanes first[4] = {}, second[4] = {};
      for (int64_t row = start; row < std::min(rows, start + kBlock); row++) {
        for (int k = 0; k < 4; k++) {
          const Lanes p = At(a + row * kNarrow + 16 * k);
          const Lanes value = kSquares ? p - s[k] : p;
          const Lanes other = kSquares ? value : At(b + row * kNarrow + 16 * k) - s[k];
          first[k] += value;
          second[k] += value * other;
        }
      }
      for (int64_t i = 0; i < kNarrow; i++) {
        sums[i] += first[i / 16][i % 16];
        sums[kNarrow + i] += second[i / 16][i % 16];
      }
    }
  } else {
    std::vector<float> block(2 * period);
    float* __restrict first = block.data();
    float* __restrict second = block.data() + period;
    for (int64_t start = 0; start < rows; start += kBlock) {
      std::fill(block.begin(), block.end(), 0.0f);
      for (int64_t row = start; row < std::min(rows, start + kBlock); row++) {
        const float* p = a + row * period;
        const float* q = b + row * period;
        for (int64_t i = 0; i < period; i++) {
          const float value = left(p[i], i);
          first[i] += value;
          second[i] += value * (q[i] - shift[i]);
        }
      }
      for (int64_t i = 0; i < 2 * period; i++) sums[i] += block[i];
    }
  }
  for (int64_t i = 0, at = rows * period; at < count; i++, at++) {
    const float value = left(a[at], i);
    sums[i] += value;
    sums[period + i] += value * (b[at] - shift[i]);
  }
}

VECTORIZED void AddSquares(const float* x, const float* shift, double* sums, int64_t count, int64_t period) {
  AddOf<true>(x, x, shift, sums, count, period);
}

VECTORIZED void AddProducts(const float* a, const float* b, const float* shift, double* sums, int64_t count, int64_t period) {
  AddOf<false>(a, b, shift, sums, count, period);
}

// out = scale * (x - mean) + offset
INLINE void ScaleRow(const float* x, const float* __restrict mean, const float* __restrict scale, const float* __restrict offset,
                     float* __restrict out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = scale[i] * (x[i] - mean[i]) + offset[i];
}

VECTORIZED void ScaleRows(const float* x, const float* mean, const float* scale, const float* offset, float* out, int64_t count,
                          int64_t period) {
  int64_t at = 0;
  if (period == kNarrow) {
    for (; at + kNarrow <= count; at += kNarrow) ScaleRow(x + at, mean, scale, offset, out + at, kNarrow);
  }
  for (; at < count; at += period) ScaleRow(x + at, mean, scale, offset, out + at, std::min(period, count - at));
}

// out = scale * dy - factor * (x - mean) - offset
INLINE void CombineRow(const float* dy, const float* x, const float* __restrict mean, const float* __restrict scale,
                       const float* __restrict factor, const float* __restrict offset, float* __restrict out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = scale[i] * dy[i] - factor[i] * (x[i] - mean[i]) - offset[i];
}

VECTORIZED void CombineRows(const float* dy, const float* x, const float* mean, const float* scale, const float* factor,
                            const float* offset, float* out, int64_t count, int64_t period) {
  int64_t at = 0;
  if (period == kNarrow) {
    for (; at + kNarrow <= count; at += kNarrow) CombineRow(dy + at, x + at, mean, scale, factor, offset, out + at, kNarrow);
  }
  for (; at < count; at += period) {
    CombineRow(dy + at, x + at, mean, scale, factor, offset, out + at, std::min(period, count - at));
  }
}

// One sample: [middle, groups, size], its rows of groups * size channels.
struct Sample {
  const View& view;
  int64_t pieces;
  int64_t width = view.groups * view.size, count = view.middle * width, period = PeriodOf(width);

  // Of every channel of the period what `of(channel, group)` answers.
  template <typename F>
  std::vector<float> Channels(F of) const {
    std::vector<float> values(period);
    for (int64_t i = 0; i < period; i++) values[i] = static_cast<float>(of(i % width, i % width / view.size));
    return values;
  }

  // Calls `work(start, count, piece)` for every piece, on several threads. The sums begin with the first piece, what is done with them with
  // the last one, which is still near.
  template <bool kLastFirst, typename F>
  void Pieces(F work) const {
#pragma omp parallel for schedule(static) if (pieces > 1 && count > kParallelFrom)
    for (int64_t index = 0; index < pieces; index++) {
      const int64_t piece = kLastFirst ? pieces - 1 - index : index;
      const int64_t start = piece * view.middle / pieces * width, end = (piece + 1) * view.middle / pieces * width;
      work(start, end - start, piece);
    }
  }

  // Two sums of every channel: [2][width].
  template <typename F>
  std::vector<double> Sums(F add) const {
    std::vector<double> parts(pieces * 2 * period, 0.0), sums(2 * width, 0.0);
    Pieces<false>([&](int64_t start, int64_t part, int64_t piece) { add(start, part, parts.data() + piece * 2 * period); });
    for (int64_t piece = 0; piece < pieces; piece++) {
      const double* from = parts.data() + piece * 2 * period;
      for (int64_t i = 0; i < period; i++) {
        sums[i % width] += from[i];
        sums[width + i % width] += from[period + i];
      }
    }
    return sums;
  }
};

// For every sample, one thread each where there are several.
template <typename F>
void ForSamples(int64_t outer, const View& view, F work) {
  const Sample sample{view, outer > 1 ? 1 : std::min(kPieces, view.middle)};
#pragma omp parallel for schedule(static) if (outer > 1 && outer * sample.count > kParallelFrom)
  for (int64_t index = 0; index < outer; index++) work(sample, index);
}

// Mean (0 where nothing is centred) and mean of squares about it, of every group.
void Statistics(const Sample& sample, const float* x, double* mean, double* variance) {
  const View& view = sample.view;
  // The first number of each group: as near to the mean as a sample is, so that nothing cancels.
  const auto shift = sample.Channels([&](int64_t, int64_t group) { return view.center ? x[group * view.size] : 0.0f; });
  const auto sums = sample.Sums([&](int64_t start, int64_t count, double* to) {
    AddSquares(x + start, shift.data(), to, count, sample.period);
  });
  const double count = static_cast<double>(view.middle * view.size);
  for (int64_t group = 0; group < view.groups; group++) {
    double first = 0, second = 0;
    for (int64_t i = group * view.size; i < (group + 1) * view.size; i++) {
      first += sums[i];
      second += sums[sample.width + i];
    }
    first = view.center ? first / count : 0;
    mean[group] = view.center ? first + x[group * view.size] : 0;
    variance[group] = std::max(0.0, second / count - first * first);
  }
}

// y = gain * (x - mean) * inverse + offset; gain 1 and offset 0 where there are none.
void Scale(const Sample& sample, const float* x, const double* mean, const float* inverse, const float* gain, const float* offset,
           float* y) {
  const auto means = sample.Channels([&](int64_t, int64_t group) { return mean[group]; });
  const auto scales = sample.Channels([&](int64_t i, int64_t group) { return gain == nullptr ? inverse[group] : inverse[group] * gain[i]; });
  const auto offsets = sample.Channels([&](int64_t i, int64_t) { return offset == nullptr ? 0.0f : offset[i]; });
  sample.Pieces<true>([&](int64_t start, int64_t count, int64_t) {
    ScaleRows(x + start, means.data(), scales.data(), offsets.data(), y + start, count, sample.period);
  });
}

// From dy, the input x with its means, and inverse to dx; x may also be the normalized values, with means of 0 and `deviation` 1 (what
// x - mean is multiplied by to be normalized). Answers the sums of dy and of dy * normalized of every channel.
template <typename Mean, typename Deviation>
std::vector<double> Gradient(const Sample& sample, const float* dy, const float* x, Mean mean, Deviation deviation, const float* inverse,
                             const float* gain, float* dx) {
  const View& view = sample.view;
  const auto means = sample.Channels([&](int64_t, int64_t group) { return mean(group); });
  auto sums = sample.Sums([&](int64_t start, int64_t count, double* to) {
    AddProducts(dy + start, x + start, means.data(), to, count, sample.period);
  });
  const double count = static_cast<double>(view.middle * view.size);
  std::vector<double> first(view.groups, 0.0), along(view.groups, 0.0);
  for (int64_t i = 0; i < sample.width; i++) {
    const int64_t group = i / view.size;
    const double factor = gain == nullptr ? 1 : gain[i];
    sums[sample.width + i] *= deviation(group);
    if (view.center) first[group] += factor * sums[i] / count;
    along[group] += factor * sums[sample.width + i] / count;
  }
  const auto scales = sample.Channels([&](int64_t i, int64_t group) { return gain == nullptr ? inverse[group] : inverse[group] * gain[i]; });
  const auto factors = sample.Channels([&](int64_t, int64_t group) { return inverse[group] * along[group] * deviation(group); });
  const auto offsets = sample.Channels([&](int64_t, int64_t group) { return inverse[group] * first[group]; });
  sample.Pieces<true>([&](int64_t start, int64_t part, int64_t) {
    CombineRows(dy + start, x + start, means.data(), scales.data(), factors.data(), offsets.data(), dx + start, part, sample.period);
  });
  return sums;
}

float InverseRoot(double mean_square, float epsilon) {
  const double root = std::sqrt(mean_square + epsilon);
  return root > 0 ? static_cast<float>(1 / root) : 0.0f;
}

void ComputeForward(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor x, gain, offset, y, mean, variance;
  if (!Inputs(context, {&x, &gain, &offset})) return;
  const int64_t width = view.groups * view.size, block = view.middle * width;
  if (!CheckCounts(context, x.count() % block == 0 && gain.count() == width && offset.count() == width)) return;
  const int64_t outer = x.count() / block;
  if (!Output(context, 0, x.shape(), &y) || !Output(context, 1, {outer * view.groups}, &mean)) return;
  if (!Output(context, 2, {outer * view.groups}, &variance)) return;
  ForSamples(outer, view, [&](const Sample& sample, int64_t index) {
    std::vector<double> means(view.groups), variances(view.groups);
    std::vector<float> inverse(view.groups);
    Statistics(sample, x.data() + index * block, means.data(), variances.data());
    for (int64_t group = 0; group < view.groups; group++) {
      mean.data()[index * view.groups + group] = static_cast<float>(means[group]);
      variance.data()[index * view.groups + group] = static_cast<float>(variances[group]);
      inverse[group] = InverseRoot(variances[group], view.epsilon);
    }
    Scale(sample, x.data() + index * block, means.data(), inverse.data(), gain.data(), offset.data(), y.data() + index * block);
  });
}

void ComputeGradient(void* kernel, TF_OpKernelContext* context) {
  const View& view = *static_cast<View*>(kernel);
  Tensor dy, x, mean, variance, gain, dx, dgain, doffset;
  if (!Inputs(context, {&dy, &x, &mean, &variance, &gain})) return;
  const int64_t width = view.groups * view.size, block = view.middle * width, outer = x.count() / block;
  const bool statistics = mean.count() == outer * view.groups && variance.count() == mean.count();
  if (!CheckCounts(context, dy.count() == x.count() && statistics && gain.count() == width)) return;
  if (!Output(context, 0, x.shape(), &dx) || !Output(context, 1, {width}, &dgain) || !Output(context, 2, {width}, &doffset)) return;
  std::vector<double> sums(outer * 2 * width);
  ForSamples(outer, view, [&](const Sample& sample, int64_t index) {
    const float* means = mean.data() + index * view.groups;
    std::vector<float> inverse(view.groups);
    for (int64_t group = 0; group < view.groups; group++) {
      inverse[group] = InverseRoot(variance.data()[index * view.groups + group], view.epsilon);
    }
    const auto own = Gradient(
        sample, dy.data() + index * block, x.data() + index * block, [&](int64_t group) { return means[group]; },
        [&](int64_t group) { return inverse[group]; }, inverse.data(), gain.data(), dx.data() + index * block);
    std::copy(own.begin(), own.end(), sums.begin() + index * 2 * width);
  });
  for (int64_t i = 0; i < width; i++) {
    double gains = 0, offsets = 0;
    for (int64_t index = 0; index < outer; index++) {
      offsets += sums[index * 2 * width + i];
      gains += sums[index * 2 * width + width + i];
    }
    dgain.data()[i] = static_cast<float>(gains);
    doffset.data()[i] = static_cast<float>(offsets);
  }
}

struct Share {
  float own, unbias;
};

void* CreateShare(TF_OpKernelConstruction* construction) {
  Status status;
  float own = 0, unbias = 1;
  TF_OpKernelConstruction_GetAttrFloat(construction, "own", &own, status.handle);
  if (status.ok()) TF_OpKernelConstruction_GetAttrFloat(construction, "unbias", &unbias, status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  return new Share{own, unbias};
}

void DeleteShare(void* share) { delete static_cast<Share*>(share); }

void ComputeFollow(void* kernel, TF_OpKernelContext* context) {
  const Share& share = *static_cast<Share*>(kernel);
  Tensor mean, variance, own_mean, own_variance, new_mean, new_variance;
  if (!Inputs(context, {&mean, &variance, &own_mean, &own_variance})) return;
  const int64_t count = mean.count();
  const bool good = variance.count() == count && own_mean.count() == count && own_variance.count() == count;
  if (!CheckCounts(context, good)) return;
  if (!Output(context, 0, mean.shape(), &new_mean) || !Output(context, 1, variance.shape(), &new_variance)) return;
  for (int64_t i = 0; i < count; i++) {
    new_mean.data()[i] = mean.data()[i] * (1 - share.own) + own_mean.data()[i] * share.own;
    new_variance.data()[i] = variance.data()[i] * (1 - share.own) + own_variance.data()[i] * share.unbias * share.own;
  }
}

const bool registered = [] {
  const auto view = {"middle: int", "groups: int", "size: int", "center: bool", "epsilon: float"};
  Register("NormlabNormalizeChannels", {"x: float", "gain: float", "offset: float"}, {"y: float", "mean: float", "variance: float"}, view,
           CreateView, ComputeForward, DeleteView);
  Register("NormlabNormalizeChannelsGradient", {"dy: float", "x: float", "mean: float", "variance: float", "gain: float"},
           {"dx: float", "dgain: float", "doffset: float"}, view, CreateView, ComputeGradient, DeleteView);
  Register("NormlabFollow", {"mean: float", "variance: float", "own_mean: float", "own_variance: float"},
           {"new_mean: float", "new_variance: float"}, {"own: float", "unbias: float"}, CreateShare, ComputeFollow, DeleteShare);
  return true;
}();

}  // namespace

void NormalizeChannels(const float* x, float* y, float* inverse, int64_t outer, const View& view) {
  ForSamples(outer, view, [&](const Sample& sample, int64_t index) {
    std::vector<double> mean(view.groups), variance(view.groups);
    float* inverses = inverse + index * view.groups;
    Statistics(sample, x + index * sample.count, mean.data(), variance.data());
    for (int64_t group = 0; group < view.groups; group++) inverses[group] = InverseRoot(variance[group], view.epsilon);
    Scale(sample, x + index * sample.count, mean.data(), inverses, nullptr, nullptr, y + index * sample.count);
  });
}

void NormalizeChannelsGradient(const float* dy, const float* y, const float* inverse, float* dx, int64_t outer, const View& view) {
  ForSamples(outer, view, [&](const Sample& sample, int64_t index) {
    const int64_t at = index * sample.count;
    Gradient(
        sample, dy + at, y + at, [](int64_t) { return 0.0; }, [](int64_t) { return 1.0; }, inverse + index * view.groups, nullptr,
        dx + at);
  });
}
