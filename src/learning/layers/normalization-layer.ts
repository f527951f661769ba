import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../data/random.js";
import type { Declaration, Part } from "../models/model.js";
import { normalization, type Norm } from "../models/parts.js";

type LayerOptions = ConstructorParameters<typeof tf.layers.Layer>[0];

/** Configuration of `NormalizationLayer`: a layer's own, and which normalization. */
export type NormalizationLayerOptions = LayerOptions & {
  /** Which normalization, with its options. */
  readonly norm: Norm;
};

/**
 * Every normalization of this library as a layer of TensorFlow.js models (`tf.sequential`, `tf.model`): trained, saved and loaded as
 * its own layers are.
 *
 * Shape: 2-, 3- or 4-D with the features last, kept.
 *
 * @throws InputError as the normalization itself, when the model is built.
 * @example
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ units: 16, inputShape: [4] }));
 * model.add(new NormalizationLayer({ norm: { kind: "parallelLayerNorm", normSize: 8 } }));
 * model.predict(tf.zeros([2, 4])).shape; // => [2, 16]
 */
export class NormalizationLayer extends tf.layers.Layer {
  /** The name under which TensorFlow.js saves and loads it. */
  static readonly className = "NormlabNormalization";
  private readonly norm: Norm;
  private part: Part | undefined;

  constructor(options: NormalizationLayerOptions) {
    const { norm, ...rest } = options;
    super(rest);
    this.norm = norm;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = (inputShape as tf.Shape).at(-1)!;
    const declaration: Declaration = {
      parameter: (name, shape, initialiser) => {
        const value = initialiser(createRandom(0));
        const weight = this.addWeight(name, [...shape], "float32", tf.initializers.constant({ value }));
        return () => weight.read();
      },
      buffer: (size, value) => {
        const name = `statistic_${this.nonTrainableWeights.length + 1}`;
        const weight = this.addWeight(name, [size], "float32", tf.initializers.constant({ value }), undefined, false);
        return (weight as unknown as { val: tf.Variable }).val;
      },
    };
    this.part = normalization(declaration, "norm", features, this.norm);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { readonly training?: boolean } = {}): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    const training = options.training ?? false;
    return tf.tidy(() => this.part!(x, { values: [], training, observe: () => undefined }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    // As text, which saving and loading leave as it is.
    return { ...super.getConfig(), norm: JSON.stringify(this.norm) };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    create: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new create({ ...config, norm: JSON.parse(config.norm as string) as never });
  }
}

tf.serialization.registerClass(NormalizationLayer);
