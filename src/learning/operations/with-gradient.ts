import * as tf from "@tensorflow/tfjs";

/** A value, what its gradient needs, and the gradient: from dL/dvalue to dL/dx. */
export interface ClosedForm {
  readonly value: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  gradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor;
}

/** Runs a function whose gradient is given in closed form (`tf.customGrad`, typed). */
export function withGradient(x: tf.Tensor, forward: (x: tf.Tensor) => ClosedForm): tf.Tensor {
  return tf.customGrad((input, save) => {
    const { value, saved, gradient } = forward(input as tf.Tensor);
    (save as tf.GradSaveFunc)([...saved]);
    return { value, gradFunc: gradient };
  })(x);
}
