export { InputError, type Problem } from "../exact/input-error.js";
export { digitsPath, loadDigits, type Digits } from "./digits.js";
export type { Matrix } from "./matrix.js";
export type { ArqueroTable, DanfoDataFrame, DataTable } from "./table.js";
export * from "./norm/derivatives.js";
export {
  groupLayerNorm,
  layerNorm,
  parallelLayerNorm,
  parallelLayerScaling,
  powerMeanNorm,
  rootMeanSquareNorm,
  type EpsilonOption,
} from "./norm/layer-norm.js";
export { activationNames, parseActivation, type Activation } from "./approximation/activation.js";
export { approximate } from "./approximation/approximate.js";
export type { ApproximateInput, Approximation } from "./approximation/approximation.js";
export { readLipschitzClass, type LipschitzClass } from "./approximation/lipschitz-class.js";
export { hardestZigzag, impossibilityCertificate, type SignChangeFamily, type Zigzag } from "./approximation/zigzag.js";
export { networkFunction, type NetworkFunction } from "./approximation/network-function.js";
export { neuronBounds, type NeuronBounds, type NeuronBoundsInput } from "./approximation/neuron-bounds.js";
export { covariance, traceLoss, type CovarianceOf } from "./spectral/covariance.js";
export { powerGain, spectralTransformGradient, type SpectralGain } from "./spectral/backward.js";
export { iterNorm, type IterNormOptions } from "./spectral/iter-norm.js";
export {
  covarianceSpectrum,
  restrictToRange,
  spectralTransform,
  whiten,
  type RangeRestriction,
  type Spectrum,
} from "./spectral/spectral-transform.js";
export { iterNormGain, iterNormSpectrumMap, traceLossBound } from "./spectral/spectrum-map.js";
export { iterNormSpectrumPolynomial, spectrumStep } from "./spectral/spectrum-polynomial.js";
export type { CircleState } from "./separation/circle.js";
export {
  separate,
  type ClassificationCertificate,
  type SeparateOptions,
  type SeparateTableOptions,
  type Separation,
} from "./separation/separate.js";
export type { ClassLabel, Sample } from "./separation/samples.js";
export { shatter, type ShatterOptions, type Shattering, type ShatteringCertificate } from "./separation/shatter.js";
export {
  shatterBySigns,
  type ShatterBySignsOptions,
  type ShatteringBySigns,
  type ShatteringBySignsCertificate,
} from "./separation/shatter-by-signs.js";
export { alternatingNet, type AlternatingNet } from "./separation/alternating.js";
export { depthBounds, type DepthBounds } from "./separation/depth-bounds.js";
export { seventeenPoints, vcBounds, type VcBounds } from "./separation/vc-dimension.js";
export {
  linearSumOfSquaresRatio,
  sumOfSquares,
  sumOfSquaresRatio,
  type LinearSumOfSquaresRatio,
} from "./separation/sum-of-squares-ratio.js";
export {
  exactLinearSumOfSquaresRatio,
  type ExactLinearSumOfSquaresRatio,
} from "./separation/exact-sum-of-squares-ratio.js";
export {
  blobSamples,
  checkerboardSamples,
  paritySamples,
  randomSamples,
  ringSamples,
  xorSamples,
  type LabeledSamples,
} from "./separation/families.js";
export { isNoncrossing } from "./separation/noncrossing.js";
