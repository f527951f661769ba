// Spectra and factors of sample covariances, in double precision: the native side of spectrum.ts beside this file.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "operations.h"

namespace {

using Matrix = std::vector<double>;
using Floats = std::vector<float>;

INLINE double Dot(const double* a, const double* b, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

// y += factor * x.
INLINE void Add(double factor, const double* x, double* y, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] += factor * x[i];
}

// z = x less the means of its columns.
VECTORIZED void Center(const float* x, int64_t rows, int64_t size, float* z) {
  std::vector<double> means(size, 0.0);
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t i = 0; i < size; i++) means[i] += x[row * size + i];
  }
  for (int64_t i = 0; i < size; i++) means[i] /= rows;
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t i = 0; i < size; i++) z[row * size + i] = static_cast<float>(x[row * size + i] - means[i]);
  }
}

// (1 - epsilon) z'z / (rows - 1) + epsilon I of centred z, row by row, both triangles.
VECTORIZED void Covariance(const float* z, int64_t rows, int64_t size, double epsilon, double* matrix) {
  std::fill(matrix, matrix + size * size, 0.0);
  constexpr int64_t kRows = 4;
  std::vector<double> block(kRows * size);
  for (int64_t first = 0; first < rows; first += kRows) {
    const int64_t count = std::min(kRows, rows - first);
    std::fill(block.begin(), block.end(), 0.0);
    for (int64_t i = 0; i < count * size; i++) block[i] = z[first * size + i];
    const double *a = block.data(), *b = a + size, *c = b + size, *d = c + size;
    for (int64_t i = 0; i < size; i++) {
      double* out = matrix + i * size;
      const double p = a[i], q = b[i], r = c[i], s = d[i];
      for (int64_t j = 0; j <= i; j++) out[j] += p * a[j] + q * b[j] + r * c[j] + s * d[j];
    }
  }
  const double factor = (1 - epsilon) / (rows - 1);
  for (int64_t i = 0; i < size; i++) {
    for (int64_t j = 0; j <= i; j++) {
      const double value = matrix[i * size + j] * factor + (i == j ? epsilon : 0);
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
}

// Reflections H = I - 2 v v' bring a symmetric matrix to tridiagonal form Q' A Q; the rows of `vectors` become the columns of Q.
VECTORIZED void Tridiagonalize(double* matrix, int64_t size, double* diagonal, double* beside, double* vectors) {
  std::vector<double> product(size);
  for (int64_t k = 0; k + 2 < size; k++) {
    // v stands in the row, right of the diagonal.
    double* v = matrix + k * size + k + 1;
    const int64_t count = size - k - 1;
    const double length = std::sqrt(Dot(v, v, count));
    beside[k] = v[0] > 0 ? -length : length;
    // Nothing to reflect: v = 0.
    const bool small = length == 0;
    v[0] -= beside[k];
    const double norm = std::sqrt(Dot(v, v, count));
    for (int64_t i = 0; i < count; i++) v[i] = small || norm == 0 ? 0 : v[i] / norm;
    double* rest = matrix + (k + 1) * size + k + 1;
    for (int64_t i = 0; i < count; i++) product[i] = 2 * Dot(rest + i * size, v, count);
    const double along = Dot(product.data(), v, count);
    for (int64_t i = 0; i < count; i++) product[i] -= along * v[i];
    for (int64_t i = 0; i < count; i++) {
      const double p = product[i], q = v[i];
      double* row = rest + i * size;
      for (int64_t j = 0; j < count; j++) row[j] -= q * product[j] + p * v[j];
    }
  }
  if (size > 1) beside[size - 2] = matrix[(size - 2) * size + size - 1];
  for (int64_t i = 0; i < size; i++) diagonal[i] = matrix[i * size + i];
  std::fill(vectors, vectors + size * size, 0.0);
  for (int64_t i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (int64_t k = size - 3; k >= 0; k--) {
    const double* v = matrix + k * size + k + 1;
    const int64_t count = size - k - 1;
    for (int64_t row = k + 1; row < size; row++) {
      double* from = vectors + row * size + k + 1;
      Add(-2 * Dot(from, v, count), v, from, count);
    }
  }
}

// Implicitly shifted QL: the diagonal becomes the eigenvalues, the rows of `vectors` their eigenvectors. False where it doesn't converge.
VECTORIZED bool Diagonalize(double* diagonal, double* beside, double* vectors, int64_t size) {
  constexpr double kSmall = std::numeric_limits<double>::epsilon();
  for (int64_t low = 0; low < size; low++) {
    for (int step = 0;; step++) {
      int64_t high = low;
      while (high + 1 < size && std::abs(beside[high]) > kSmall * (std::abs(diagonal[high]) + std::abs(diagonal[high + 1]))) high++;
      if (high == low) break;
      if (step == 60) return false;
      const double half = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
      const double root = std::sqrt(half * half + 1);
      double along = diagonal[high] - diagonal[low] + beside[low] / (half + (half < 0 ? -root : root));
      double sine = 1, cosine = 1, shift = 0;
      int64_t i = high - 1;
      for (; i >= low; i--) {
        const double across = sine * beside[i], rest = cosine * beside[i];
        const double length = std::sqrt(across * across + along * along);
        beside[i + 1] = length;
        if (length == 0) break;
        sine = across / length;
        cosine = along / length;
        const double moved = diagonal[i + 1] - shift;
        const double turned = (diagonal[i] - moved) * sine + 2 * cosine * rest;
        shift = sine * turned;
        diagonal[i + 1] = moved + shift;
        along = cosine * turned - rest;
        double *p = vectors + i * size, *q = p + size;
        for (int64_t j = 0; j < size; j++) {
          const double a = p[j], b = q[j];
          p[j] = cosine * a - sine * b;
          q[j] = sine * a + cosine * b;
        }
      }
      if (i >= low) {
        diagonal[i + 1] -= shift;
      } else {
        diagonal[low] -= shift;
        beside[low] = along;
      }
      beside[high] = 0;
    }
  }
  return true;
}

// The lower factor of matrix = L L' in place, row by row; the least and greatest pivot, (0, 1) where one is not positive.
VECTORIZED void Factorize(double* matrix, int64_t size, double* least, double* greatest) {
  *least = std::numeric_limits<double>::infinity();
  *greatest = 0;
  for (int64_t i = 0; i < size; i++) {
    double* row = matrix + i * size;
    for (int64_t j = 0; j < i; j++) row[j] = (row[j] - Dot(row, matrix + j * size, j)) / matrix[j * size + j];
    const double pivot = row[i] - Dot(row, row, i);
    if (!(pivot > 0)) {
      *least = 0;
      *greatest = 1;
      return;
    }
    *least = std::min(*least, pivot);
    *greatest = std::max(*greatest, pivot);
    row[i] = std::sqrt(pivot);
  }
}

// The inverse of a lower factor, row by row; above the diagonal 0.
VECTORIZED void InvertLower(const double* factor, int64_t size, double* inverse) {
  std::fill(inverse, inverse + size * size, 0.0);
  for (int64_t i = 0; i < size; i++) {
    double* row = inverse + i * size;
    for (int64_t k = 0; k < i; k++) Add(-factor[i * size + k], inverse + k * size, row, k + 1);
    const double scale = 1 / factor[i * size + i];
    for (int64_t j = 0; j < i; j++) row[j] *= scale;
    row[i] = scale;
  }
}

// c = a b, or c += a b: a is rows x inner, its entry (i, k) at i * across + k * down; b and c lie row by row.
VECTORIZED void Multiply(const float* a, int64_t across, int64_t down, const float* b, float* c, int64_t rows, int64_t inner,
                         int64_t columns, bool add) {
  for (int64_t i = 0; i < rows; i++) {
    float* out = c + i * columns;
    if (!add) std::fill(out, out + columns, 0.0f);
    int64_t k = 0;
    for (; k + 4 <= inner; k += 4) {
      const float* from = a + i * across + k * down;
      const float p = from[0], q = from[down], r = from[2 * down], s = from[3 * down];
      const float *b0 = b + k * columns, *b1 = b0 + columns, *b2 = b1 + columns, *b3 = b2 + columns;
      for (int64_t j = 0; j < columns; j++) out[j] += p * b0[j] + q * b1[j] + r * b2[j] + s * b3[j];
    }
    for (; k < inner; k++) {
      const float p = a[i * across + k * down];
      for (int64_t j = 0; j < columns; j++) out[j] += p * b[k * columns + j];
    }
  }
}

Floats Transposed(const float* matrix, int64_t size) {
  Floats result(size * size);
  for (int64_t i = 0; i < size; i++) {
    for (int64_t j = 0; j < size; j++) result[j * size + i] = matrix[i * size + j];
  }
  return result;
}

// From dL/dy of y = z map and dL/d(covariance) to dL/dx.
VECTORIZED void ThroughCovariance(const float* dy, const float* z, const float* map, const Floats& covariance_gradient, double factor,
                                  float* dx, int64_t rows, int64_t size) {
  Floats share = Transposed(covariance_gradient.data(), size);
  for (int64_t i = 0; i < size * size; i++) share[i] = static_cast<float>(factor) * (share[i] + covariance_gradient[i]);
  Multiply(dy, size, 1, Transposed(map, size).data(), dx, rows, size, size, false);
  Multiply(z, size, 1, share.data(), dx, rows, size, size, true);
  Center(dx, rows, size, dx);
}

double PowerDifference(double a, double b, double gain_of_a, double gain_of_b, double power) {
  if (std::abs(a - b) > 1e-6 * std::max(std::abs(a), std::abs(b))) return (gain_of_a - gain_of_b) / (a - b);
  return -power * std::pow((a + b) / 2, -power - 1);
}

struct Options {
  float epsilon = 0;
  float power = 0;
};

template <bool kPower>
void* CreateOptions(TF_OpKernelConstruction* construction) {
  Status status;
  auto* options = new Options;
  TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &options->epsilon, status.handle);
  if (kPower && status.ok()) TF_OpKernelConstruction_GetAttrFloat(construction, "power", &options->power, status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  return options;
}

void DeleteOptions(void* options) { delete static_cast<Options*>(options); }

void ComputeSpectrum(void* kernel, TF_OpKernelContext* context) {
  const Options& options = *static_cast<Options*>(kernel);
  Tensor x, z, vectors, scaled, differences, extremes;
  if (!Inputs(context, {&x}) || !CheckCounts(context, x.shape().size() == 2 && x.shape()[0] > 1)) return;
  const int64_t rows = x.shape()[0], size = x.shape()[1];
  const std::vector<int64_t> square = {size, size};
  if (!Output(context, 0, {rows, size}, &z) || !Output(context, 1, square, &vectors)) return;
  if (!Output(context, 2, square, &scaled) || !Output(context, 3, square, &differences)) return;
  if (!Output(context, 4, {2}, &extremes)) return;
  Center(x.data(), rows, size, z.data());
  Matrix matrix(size * size), found(size * size);
  std::vector<double> values(size), beside(size, 0.0);
  Covariance(z.data(), rows, size, options.epsilon, matrix.data());
  Tridiagonalize(matrix.data(), size, values.data(), beside.data(), found.data());
  if (!CheckCounts(context, Diagonalize(values.data(), beside.data(), found.data(), size))) return;
  std::vector<int64_t> order(size);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return values[a] > values[b]; });
  const double power = options.power;
  std::vector<double> sorted(size), gains(size);
  for (int64_t k = 0; k < size; k++) {
    sorted[k] = values[order[k]];
    gains[k] = std::pow(std::max(sorted[k], 0.0), -power);
    for (int64_t i = 0; i < size; i++) {
      const double value = found[order[k] * size + i];
      vectors.data()[k * size + i] = static_cast<float>(value);
      scaled.data()[k * size + i] = static_cast<float>(value * gains[k]);
    }
  }
  for (int64_t i = 0; i < size; i++) {
    for (int64_t j = 0; j <= i; j++) {
      const double value = power == 0 ? 0 : PowerDifference(sorted[i], sorted[j], gains[i], gains[j], power);
      differences.data()[i * size + j] = differences.data()[j * size + i] = static_cast<float>(value);
    }
  }
  extremes.data()[0] = static_cast<float>(sorted[0]);
  extremes.data()[1] = static_cast<float>(sorted[size - 1]);
}

void ComputeCholesky(void* kernel, TF_OpKernelContext* context) {
  const Options& options = *static_cast<Options*>(kernel);
  Tensor x, z, map, extremes;
  if (!Inputs(context, {&x}) || !CheckCounts(context, x.shape().size() == 2 && x.shape()[0] > 1)) return;
  const int64_t rows = x.shape()[0], size = x.shape()[1];
  if (!Output(context, 0, {rows, size}, &z) || !Output(context, 1, {size, size}, &map)) return;
  if (!Output(context, 2, {2}, &extremes)) return;
  Center(x.data(), rows, size, z.data());
  Matrix matrix(size * size), inverse(size * size);
  double least = 0, greatest = 0;
  Covariance(z.data(), rows, size, options.epsilon, matrix.data());
  Factorize(matrix.data(), size, &least, &greatest);
  if (least > 0) InvertLower(matrix.data(), size, inverse.data());
  for (int64_t i = 0; i < size; i++) {
    for (int64_t j = 0; j < size; j++) map.data()[i * size + j] = static_cast<float>(inverse[j * size + i]);
  }
  extremes.data()[0] = static_cast<float>(greatest);
  extremes.data()[1] = static_cast<float>(least);
}

void* CreateFactor(TF_OpKernelConstruction* construction) {
  Status status;
  auto* factor = new float(0);
  TF_OpKernelConstruction_GetAttrFloat(construction, "factor", factor, status.handle);
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status.handle);
  return factor;
}

void DeleteFactor(void* factor) { delete static_cast<float*>(factor); }

// Whether dy and z are alike, and the others square matrices of their width.
bool Fit(TF_OpKernelContext* context, const Tensor& dy, const Tensor& z, std::initializer_list<const Tensor*> squares) {
  const std::vector<int64_t> shape = z.shape();
  bool good = shape.size() == 2 && dy.shape() == shape;
  for (const Tensor* square : squares) good = good && square->shape() == std::vector<int64_t>{shape[1], shape[1]};
  return CheckCounts(context, good);
}

void ComputeSpectrumGradient(void* factor, TF_OpKernelContext* context) {
  Tensor dy, z, map, vectors, differences, dx;
  if (!Inputs(context, {&dy, &z, &map, &vectors, &differences}) || !Fit(context, dy, z, {&map, &vectors, &differences})) return;
  const int64_t rows = z.shape()[0], size = z.shape()[1];
  if (!Output(context, 0, {rows, size}, &dx)) return;
  const float* v = vectors.data();
  Floats gradient(size * size), left(size * size);
  Multiply(z.data(), 1, size, dy.data(), gradient.data(), size, rows, size, false);
  Multiply(v, size, 1, gradient.data(), left.data(), size, size, size, false);
  Multiply(left.data(), size, 1, Transposed(v, size).data(), gradient.data(), size, size, size, false);
  for (int64_t i = 0; i < size * size; i++) gradient[i] *= differences.data()[i];
  Multiply(v, 1, size, gradient.data(), left.data(), size, size, size, false);
  Multiply(left.data(), size, 1, v, gradient.data(), size, size, size, false);
  ThroughCovariance(dy.data(), z.data(), map.data(), gradient, *static_cast<float*>(factor), dx.data(), rows, size);
}

void ComputeCholeskyGradient(void* factor, TF_OpKernelContext* context) {
  Tensor dy, z, map, dx;
  if (!Inputs(context, {&dy, &z, &map}) || !Fit(context, dy, z, {&map})) return;
  const int64_t rows = z.shape()[0], size = z.shape()[1];
  if (!Output(context, 0, {rows, size}, &dx)) return;
  const float* w = map.data();
  Floats inner(size * size), other(size * size);
  // (z' dy)' w, of which minus the lower half is taken.
  Multiply(dy.data(), 1, size, z.data(), other.data(), size, rows, size, false);
  Multiply(other.data(), size, 1, w, inner.data(), size, size, size, false);
  for (int64_t i = 0; i < size; i++) {
    for (int64_t j = 0; j < size; j++) inner[i * size + j] *= j < i ? -1.0f : j == i ? -0.5f : 0.0f;
  }
  Multiply(w, size, 1, inner.data(), other.data(), size, size, size, false);
  Multiply(other.data(), size, 1, Transposed(w, size).data(), inner.data(), size, size, size, false);
  ThroughCovariance(dy.data(), z.data(), w, inner, *static_cast<float*>(factor), dx.data(), rows, size);
}

const bool registered = [] {
  const std::initializer_list<const char*> factor = {"factor: float"}, gradient = {"dx: float"};
  Register("NormlabCenteredSpectrum", {"x: float"},
           {"z: float", "vectors: float", "scaled: float", "differences: float", "extremes: float"},
           {"epsilon: float", "power: float"}, CreateOptions<true>, ComputeSpectrum, DeleteOptions);
  Register("NormlabSpectrumGradient", {"dy: float", "z: float", "map: float", "vectors: float", "differences: float"}, gradient,
           factor, CreateFactor, ComputeSpectrumGradient, DeleteFactor);
  Register("NormlabCenteredCholesky", {"x: float"}, {"z: float", "map: float", "extremes: float"}, {"epsilon: float"},
           CreateOptions<false>, ComputeCholesky, DeleteOptions);
  Register("NormlabCholeskyGradient", {"dy: float", "z: float", "map: float"}, gradient, factor, CreateFactor,
           ComputeCholeskyGradient, DeleteFactor);
  return true;
}();

}  // namespace
