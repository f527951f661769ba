import * as tf from "@tensorflow/tfjs";
import { normalizeChannels } from "./normalize-channels.js";
import {
  cutBy,
  inverseRootByDefinition,
  momentsByDefinition,
  outerOf,
  viewIntegers as integers,
  type Affine,
  type NormalizeView,
} from "./normalize-view.js";
import { registerOperation } from "./operation.js";
import { withGradient } from "./with-gradient.js";

/** `y = (x − mean) · inverse`, `inverse = 1/sqrt(mean of squares + epsilon)`, 0 where the root is 0; answers [y, inverse]. */
const normalizeForward = registerOperation<NormalizeView>({
  name: "NormlabNormalize",
  integers,
  shapes: ([x], view) => [x!.shape, [outerOf(x!, view) * view.groups]],
  define: ([x], view) => define(x!, view),
  compute: ([x], [y, inverse], view) => normalizeLoop(x!, y!, inverse!, view),
});

function normalizeLoop(x: Float32Array, y: Float32Array, inverse: Float32Array, view: NormalizeView): void {
  const { middle, groups, size, center, epsilon } = view;
  const [group, block] = [middle * size, groups * size];
  for (let index = 0, first = 0; index < inverse.length; index++) {
    let mean = 0;
    if (center) {
      for (let m = 0, at = first; m < middle; m++, at += block) {
        for (let i = at; i < at + size; i++) mean += x[i]!;
      }
      mean /= group;
    }
    let squares = 0;
    for (let m = 0, at = first; m < middle; m++, at += block) {
      for (let i = at; i < at + size; i++) squares += (x[i]! - mean) * (x[i]! - mean);
    }
    const root = Math.sqrt(squares / group + epsilon);
    const scale = root > 0 ? 1 / root : 0;
    for (let m = 0, at = first; m < middle; m++, at += block) {
      for (let i = at; i < at + size; i++) y[i] = (x[i]! - mean) * scale;
    }
    inverse[index] = scale;
    first = nextGroup(first, index, middle, groups, size);
  }
}

/** From dL/dy, y and inverse to dL/dx: `inverse · (dy − mean(dy) − y · mean(dy · y))`, without the first mean where not centred. */
const normalizeBackward = registerOperation<NormalizeView>({
  name: "NormlabNormalizeGradient",
  integers,
  shapes: ([, y]) => [y!.shape],
  define([dy, y, inverse], view) {
    const [g, out] = [cutBy(dy!, view), cutBy(y!, view)];
    const along = tf.mul(out, tf.mean(tf.mul(g, out), [1, 3], true));
    const centred = view.center ? tf.sub(g, tf.mean(g, [1, 3], true)) : g;
    const scale = tf.reshape(inverse!, [-1, 1, view.groups, 1]);
    return [tf.reshape(tf.mul(tf.sub(centred, along), scale), y!.shape)];
  },
  compute: ([dy, y, inverse], [dx], view) => gradientLoop(dy!, y!, inverse!, dx!, view),
});

function gradientLoop(
  dy: Float32Array,
  y: Float32Array,
  inverse: Float32Array,
  dx: Float32Array,
  { middle, groups, size, center }: NormalizeView,
): void {
  const [group, block] = [middle * size, groups * size];
  for (let index = 0, first = 0; index < inverse.length; index++) {
    let along = 0;
    let mean = 0;
    for (let m = 0, at = first; m < middle; m++, at += block) {
      for (let i = at; i < at + size; i++) {
        along += dy[i]! * y[i]!;
        mean += dy[i]!;
      }
    }
    along /= group;
    mean = center ? mean / group : 0;
    const scale = inverse[index]!;
    for (let m = 0, at = first; m < middle; m++, at += block) {
      for (let i = at; i < at + size; i++) dx[i] = scale * (dy[i]! - mean - y[i]! * along);
    }
    first = nextGroup(first, index, middle, groups, size);
  }
}

/** Over the features (middle 1): `gain · normalized + offset`; answers [that, normalized, inverse]. */
const affineForward = registerOperation<NormalizeView>({
  name: "NormlabNormalizeAffine",
  integers,
  shapes: ([x], view) => [x!.shape, x!.shape, [outerOf(x!, view) * view.groups]],
  define([x, gain, offset], view) {
    const [normalized, inverse] = define(x!, view) as [tf.Tensor, tf.Tensor];
    return [tf.add(tf.mul(normalized, gain!), offset!), normalized, inverse];
  },
  compute([x, gain, offset], [y, normalized, inverse], view) {
    normalizeLoop(x!, normalized!, inverse!, view);
    const width = gain!.length;
    for (let i = 0; i < y!.length; i++) y![i] = gain![i % width]! * normalized![i]! + offset![i % width]!;
  },
});

/** From dL/dy, the normalized values, inverse and gain to [dL/dx, dL/dgain, dL/doffset]. */
const affineBackward = registerOperation<NormalizeView>({
  name: "NormlabNormalizeAffineGradient",
  integers,
  shapes: ([dy, , , gain]) => [dy!.shape, gain!.shape, gain!.shape],
  define([dy, normalized, inverse, gain], view) {
    const rows = (x: tf.Tensor) => tf.reshape(x, [-1, gain!.size]);
    const [dx] = normalizeBackward([tf.mul(dy!, gain!), normalized!, inverse!], view) as [tf.Tensor];
    return [dx, tf.sum(rows(tf.mul(dy!, normalized!)), 0), tf.sum(rows(dy!), 0)];
  },
  compute([dy, normalized, inverse, gain], [dx, dgain, doffset], view) {
    const width = gain!.length;
    const scaled = dy!.map((value, i) => value * gain![i % width]!);
    const [gains, offsets] = [new Float64Array(width), new Float64Array(width)];
    dy!.forEach((value, i) => {
      gains[i % width]! += value * normalized![i]!;
      offsets[i % width]! += value;
    });
    dgain!.set(gains);
    doffset!.set(offsets);
    gradientLoop(scaled, normalized!, inverse!, dx!, view);
  },
});

/** Normalization of each (outer, group) of the view, and what is trained behind it, with the gradient in closed form. */
export function normalize(x: tf.Tensor, view: NormalizeView, affine?: Affine): tf.Tensor {
  if (affine !== undefined)
    return view.middle > 1 ? normalizeChannels(x, view, affine) : normalizeAffine(x, view, affine);
  return withGradient(x, (input) => {
    const [y, inverse] = normalizeForward([input], view) as [tf.Tensor, tf.Tensor];
    return { value: y, saved: [y, inverse], gradient: (dy, saved) => normalizeBackward([dy, ...saved], view)[0]! };
  });
}

function normalizeAffine(x: tf.Tensor, view: NormalizeView, affine: Affine): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [input, gain, offset] = inputs as tf.Tensor[];
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const [value, normalized, inverse] = affineForward([input!, gain!, offset!], view) as Three;
    save([normalized, inverse, gain!]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => affineBackward([dy, ...saved], view) };
  })(x, affine.gain, affine.offset);
}

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

/** The definition of `normalize` by tensor operations that have gradients of their own: what the tests compare with. */
export function normalizeByDefinition(x: tf.Tensor, view: NormalizeView): tf.Tensor {
  return define(x, view)[0]!;
}

function define(x: tf.Tensor, view: NormalizeView): tf.Tensor[] {
  const { centred, variance } = momentsByDefinition(x, view);
  const inverse = inverseRootByDefinition(variance, view.epsilon);
  return [tf.reshape(tf.mul(centred, inverse), x.shape), tf.reshape(inverse, [-1])];
}

/** Where the group after `index` starts, which starts at `first`: beside it, or in the next outer block. */
function nextGroup(first: number, index: number, middle: number, groups: number, size: number): number {
  return first + size + ((index + 1) % groups === 0 ? (middle - 1) * groups * size : 0);
}
