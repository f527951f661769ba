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

INLINE double Dot(const double* a, const double* b, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

// y += factor * x.
INLINE void Add(double factor, const double* x, double* y, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] += factor * x[i];
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
  Tensor z, vectors, scaled, differences, extremes;
  if (!Inputs(context, {&z}) || !CheckCounts(context, z.shape().size() == 2 && z.shape()[0] > 1)) return;
  const int64_t rows = z.shape()[0], size = z.shape()[1];
  const std::vector<int64_t> square = {size, size};
  if (!Output(context, 0, square, &vectors) || !Output(context, 1, square, &scaled)) return;
  if (!Output(context, 2, square, &differences) || !Output(context, 3, {2}, &extremes)) return;
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
  Tensor z, map, extremes;
  if (!Inputs(context, {&z}) || !CheckCounts(context, z.shape().size() == 2 && z.shape()[0] > 1)) return;
  const int64_t rows = z.shape()[0], size = z.shape()[1];
  if (!Output(context, 0, {size, size}, &map) || !Output(context, 1, {2}, &extremes)) return;
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

const bool registered = [] {
  Register("NormlabSpectrum", {"z: float"}, {"vectors: float", "scaled: float", "differences: float", "extremes: float"},
           {"epsilon: float", "power: float"}, CreateOptions<true>, ComputeSpectrum, DeleteOptions);
  Register("NormlabCholesky", {"z: float"}, {"map: float", "extremes: float"}, {"epsilon: float"}, CreateOptions<false>,
           ComputeCholesky, DeleteOptions);
  return true;
}();

}  // namespace
