import * as tf from "@tensorflow/tfjs";

/**
 * `x W + b` for rows x, with the gradient in closed form: `dx = dy Wᵀ`, `dW = xᵀ dy`, `db` the sum of the rows of dy. The same numbers as by
 * tf.matMul and tf.add, whose gradients go through a dozen tensors of other shapes. Gradients of gradients are not offered.
 *
 * Shapes: rows × inputs, inputs × outputs, outputs, to rows × outputs.
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return tf.customGrad((...inputs) => {
    const [rows, matrix, offset] = inputs as unknown as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    save([rows, matrix]);
    return {
      value: tf.add(tf.matMul(rows, matrix), offset),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [y, [left, right]] = [dy as tf.Tensor2D, saved as [tf.Tensor2D, tf.Tensor2D]];
        return [tf.matMul(y, right, false, true), tf.matMul(left, y, true), tf.sum(y, 0)];
      },
    };
  })(x, weight, bias) as tf.Tensor2D;
}
