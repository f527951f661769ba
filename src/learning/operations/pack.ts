import * as tf from "@tensorflow/tfjs";
import { registerOperation } from "./operation.js";

/** Shapes written as text: `2,3;4;` is [2, 3], [4] and a scalar. */
type Layout = { readonly N: number; readonly shapes: string };

const pack = registerOperation<Layout>({
  name: "NormlabPack",
  integers: ["N"],
  shapes: (parts) => [[parts.reduce((sum, part) => sum + tf.util.sizeFromShape(part.shape), 0)]],
  compute(parts, [vector]) {
    let at = 0;
    for (const part of parts) {
      vector!.set(part, at);
      at += part.length;
    }
  },
  define: (parts) => [tf.concat(parts.map((part) => tf.reshape(part, [-1])))],
});

const cut = registerOperation<Layout>({
  name: "NormlabUnpack",
  integers: ["N"],
  shapes: (_, { shapes }) => readShapes(shapes),
  compute([vector], parts) {
    let at = 0;
    for (const part of parts) {
      part.set(vector!.subarray(at, at + part.length));
      at += part.length;
    }
  },
  gradient: (dys, layout) => pack(dys, layout),
  define([vector], { shapes }) {
    const list = readShapes(shapes);
    const sizes = list.map((shape) => tf.util.sizeFromShape(shape));
    return tf.split(vector!, sizes).map((part, i) => tf.reshape(part, list[i]!));
  },
});

/** The vector cut, one after the other, into tensors of the given shapes; its gradient puts theirs together again. */
export function unpack(vector: tf.Tensor1D, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  return cut([vector], { N: shapes.length, shapes: shapes.map((shape) => shape.join(",")).join(";") });
}

function readShapes(text: string): number[][] {
  return text.split(";").map((shape) => (shape === "" ? [] : shape.split(",").map(Number)));
}
