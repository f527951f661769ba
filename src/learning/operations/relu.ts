import * as tf from "@tensorflow/tfjs";
import { registerOperation } from "./operation.js";
import { withGradient } from "./with-gradient.js";

/** From dL/dy and y to dL/dx. */
const backward = registerOperation<Record<never, never>>({
  name: "NormlabReluGradient",
  integers: [],
  shapes: ([, y]) => [y!.shape],
  define: ([dy, y]) => [tf.where(tf.greater(y!, 0), dy!, tf.zerosLike(dy!))],
  compute([dy, y], [dx]) {
    for (let i = 0; i < y!.length; i++) dx![i] = y![i]! > 0 ? dy![i]! : 0;
  },
});

/**
 * `max(x, 0)` of every number, any shape; the gradient is dL/dy where x > 0, and 0 elsewhere. The value is `tf.relu`'s, whose own gradient
 * takes several operations, this one's is one.
 */
export function relu(x: tf.Tensor): tf.Tensor {
  return withGradient(x, (input) => {
    const y = tf.relu(input);
    return { value: y, saved: [y], gradient: (dy, saved) => backward([dy, ...saved], {})[0]! };
  });
}
