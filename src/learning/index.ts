/** The one TensorFlow.js of the library, for tensors to give to it. */
export * as tf from "@tensorflow/tfjs";
export { backendNames, chooseBackend, inspectBackends } from "./backend.js";
export type { BackendChoice, BackendFact, BackendName } from "./backend.js";
export * from "./layers/norm.js";
export { iterNorm, traceLoss, type IterNormOptions } from "./layers/iter-norm.js";
export { spectralPower, whiten, type ShrinkOption } from "./layers/whitening.js";
export type { ApplyOptions, Model, Parameter } from "./models/model.js";
export { mlp, type MlpConfiguration } from "./models/mlp.js";
export {
  activations,
  initialisations,
  normKinds,
  type Activation,
  type Initialisation,
  type Norm,
} from "./models/parts.js";
export { residualNetwork, resNet18, resNet20, type ResidualConfiguration } from "./models/residual.js";
export { augment, standardAugmentation, type Augmentation } from "./self-supervised/augment.js";
export {
  jointEmbedding,
  type JointEmbeddingConfiguration,
  type JointEmbeddingModel,
  type ConvolutionalEncoder,
  type MlpEncoder,
} from "./self-supervised/joint-embedding.js";
export { pretrain, type PretrainOptions, type PretrainResult } from "./self-supervised/pretrain.js";
export { jointEmbeddingLoss, jointEmbeddingLosses, type JointEmbeddingLoss } from "./self-supervised/losses.js";
export {
  languageModel,
  visionTransformer,
  type LanguageModelConfiguration,
  type TransformerConfiguration,
  type VisionTransformerConfiguration,
} from "./models/transformer.js";
export { NormalizationLayer, type NormalizationLayerOptions } from "./layers/normalization-layer.js";
export * from "./data/cifar.js";
export * from "./data/dataset.js";
export { loadDigitImages } from "./data/digits.js";
export * from "./data/fashion-mnist.js";
export * from "./data/image-folder.js";
export { createRandom, mixSeed, type Random } from "./data/random.js";
export * from "./data/synthetic.js";
export * from "./data/text.js";
export * from "./evaluation/probes.js";
export * from "./evaluation/spectrum.js";
export * from "./evaluation/statistics.js";
export { accuracy, crossEntropy, imageBatch, pixelScale, type PixelScale } from "./experiments/shared/classify.js";
export type { Conclusion, Effect, Experiment, Trial, TrialContext } from "./experiments/shared/experiment.js";
export { adamW, sgd } from "./training/optimiser.js";
export * from "./training/progress.js";
export * from "./training/schedule.js";
export * from "./training/train.js";
