import * as tf from "@tensorflow/tfjs";
import {
  cutBy,
  inverseRootByDefinition,
  momentsByDefinition,
  outerOf,
  viewIntegers as integers,
  type Affine,
  type NormalizeView,
} from "./normalize-view.js";
import { registerOperation, type Attributes } from "./operation.js";

/** Mean and variance of each (outer, group) of a view. */
export type Observed = (mean: tf.Tensor, variance: tf.Tensor) => void;

/** `gain · (x − mean) · inverse + offset`, `inverse = 1/sqrt(variance + epsilon)`, 0 where the root is 0; answers [that, mean, variance]. */
const forward = registerOperation<NormalizeView>({
  name: "NormlabNormalizeChannels",
  integers,
  shapes: ([x], view) => [x!.shape, [outerOf(x!, view) * view.groups], [outerOf(x!, view) * view.groups]],
  define([x, gain, offset], view) {
    const { mean, centred, variance } = momentsByDefinition(x!, view);
    const normalized = tf.reshape(tf.mul(centred, inverseRootByDefinition(variance, view.epsilon)), x!.shape);
    return [tf.add(tf.mul(normalized, gain!), offset!), tf.reshape(mean, [-1]), tf.reshape(variance, [-1])];
  },
  compute([x, gain, offset], [y, mean, variance], view) {
    const count = view.middle * view.size;
    const [sums, squares] = [new Float64Array(mean!.length), new Float64Array(mean!.length)];
    if (view.center) visit(x!, view, (value, _, group) => void (sums[group]! += value / count));
    visit(x!, view, (value, _, group) => void (squares[group]! += (value - sums[group]!) ** 2 / count));
    mean!.set(sums);
    variance!.set(squares);
    const inverse = squares.map((value) => inverseRoot(value, view.epsilon));
    visit(x!, view, (value, i, group, channel) => {
      y![i] = gain![channel]! * (value - sums[group]!) * inverse[group]! + offset![channel]!;
    });
  },
});

/** From dL/dy, x, mean, variance and gain to [dL/dx, dL/dgain, dL/doffset]. */
const backward = registerOperation<NormalizeView>({
  name: "NormlabNormalizeChannelsGradient",
  integers,
  shapes: ([dy, , , , gain]) => [dy!.shape, gain!.shape, gain!.shape],
  define([dy, x, mean, variance, gain], view) {
    const statistic = (values: tf.Tensor) => tf.reshape(values, [-1, 1, view.groups, 1]);
    const inverse = inverseRootByDefinition(statistic(variance!), view.epsilon);
    const normalized = tf.mul(tf.sub(cutBy(x!, view), statistic(mean!)), inverse);
    const g = cutBy(tf.mul(dy!, gain!), view);
    const along = tf.mul(normalized, tf.mean(tf.mul(g, normalized), [1, 3], true));
    const centred = view.center ? tf.sub(g, tf.mean(g, [1, 3], true)) : g;
    const rows = (values: tf.Tensor) => tf.reshape(values, [-1, gain!.size]);
    return [
      tf.reshape(tf.mul(tf.sub(centred, along), inverse), x!.shape),
      tf.sum(tf.mul(rows(dy!), rows(normalized)), 0),
      tf.sum(rows(dy!), 0),
    ];
  },
  compute([dy, x, mean, variance, gain], [dx, dgain, doffset], view) {
    const inverse = Float64Array.from(variance!, (value) => inverseRoot(value, view.epsilon));
    const normalized = (i: number, group: number) => (x![i]! - mean![group]!) * inverse[group]!;
    const [first, along] = [new Float64Array(mean!.length), new Float64Array(mean!.length)];
    const [gains, offsets] = [new Float64Array(gain!.length), new Float64Array(gain!.length)];
    const share = 1 / (view.middle * view.size);
    visit(dy!, view, (value, i, group, channel) => {
      const product = value * normalized(i, group);
      gains[channel]! += product;
      offsets[channel]! += value;
      along[group]! += gain![channel]! * product * share;
      if (view.center) first[group]! += gain![channel]! * value * share;
    });
    dgain!.set(gains);
    doffset!.set(offsets);
    visit(dy!, view, (value, i, group, channel) => {
      dx![i] = inverse[group]! * (gain![channel]! * value - first[group]! - normalized(i, group) * along[group]!);
    });
  },
});

const inverseRoot = (variance: number, epsilon: number): number =>
  variance + epsilon > 0 ? 1 / Math.sqrt(variance + epsilon) : 0;

/** Every number with its place, its (outer, group) and its channel, in their order. */
function visit(
  values: Float32Array,
  { middle, groups, size }: NormalizeView,
  each: (value: number, i: number, group: number, channel: number) => void,
): void {
  const width = groups * size;
  for (let i = 0, row = 0; i < values.length; row++) {
    const before = Math.floor(row / middle) * groups;
    for (let channel = 0; channel < width; channel++, i++) {
      each(values[i]!, i, before + Math.floor(channel / size), channel);
    }
  }
}

/**
 * Normalization over positions (a view whose middle is more than 1) with a gain and an offset of every channel: `normalize`'s, which keeps its
 * input for the gradient, not the normalized values. `observed` is given the statistics, which are gone when it returns.
 */
export function normalizeChannels(x: tf.Tensor, view: NormalizeView, affine: Affine, observed?: Observed): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [input, gain, offset] = inputs as tf.Tensor[];
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const [value, mean, variance] = forward([input!, gain!, offset!], view) as [tf.Tensor, tf.Tensor, tf.Tensor];
    observed?.(mean, variance);
    save([input!, mean, variance, gain!]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward([dy, ...saved], view) };
  })(x, affine.gain, affine.offset);
}

interface Share extends Attributes {
  /** Share of the batch's own statistics. */
  readonly own: number;
  /** What its variance is multiplied by: n/(n − 1). */
  readonly unbias: number;
}

/** From running mean and variance and those of a batch to the new ones: `running · (1 − own) + batch · own`. */
const following = registerOperation<Share>({
  name: "NormlabFollow",
  integers: [],
  shapes: ([mean]) => [mean!.shape, mean!.shape],
  define([mean, variance, ownMean, ownVariance], { own, unbias }) {
    const moved = (running: tf.Tensor, batch: tf.Tensor) => tf.add(tf.mul(running, 1 - own), tf.mul(batch, own));
    return [moved(mean!, ownMean!), moved(variance!, tf.mul(ownVariance!, unbias))];
  },
  compute([mean, variance, ownMean, ownVariance], [newMean, newVariance], { own, unbias }) {
    for (let i = 0; i < mean!.length; i++) {
      newMean![i] = mean![i]! * (1 - own) + ownMean![i]! * own;
      newVariance![i] = variance![i]! * (1 - own) + ownVariance![i]! * unbias * own;
    }
  },
});

/** Moves running statistics by the share `own` towards those of a batch, whose variance is multiplied by `unbias`. */
export function follow(running: readonly [tf.Variable, tf.Variable], batch: readonly tf.Tensor[], share: Share): void {
  tf.tidy(() => following([...running, ...batch], share).forEach((value, i) => running[i]!.assign(value)));
}
