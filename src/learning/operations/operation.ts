import * as tf from "@tensorflow/tfjs";

/** An attribute of an operation: fixed while shapes are, so that TensorFlow keeps one prepared kernel for each. */
export type Attributes = { readonly [name: string]: number | boolean | string };

/**
 * An operation of this folder. It is written twice beside its definition by tensor operations: as a loop over plain arrays, for the
 * WebAssembly and plain backends (where many small tensor operations cost more than one loop), and in C++ (`*.cc`), for native.
 */
export interface Operation<A extends Attributes> {
  /** As TensorFlow knows it. */
  readonly name: string;
  /** Which of the numbers among the attributes are whole. */
  readonly integers: readonly string[];
  /** Shapes of the outputs. */
  shapes(inputs: readonly tf.TensorInfo[], attributes: A): number[][];
  /** From the inputs' numbers into the outputs' (each row by row); without it wasm and cpu use the definition. */
  compute?(inputs: readonly Float32Array[], outputs: readonly Float32Array[], attributes: A): void;
  /** From the gradients of the outputs to those of the inputs, for operations that stand on the tape themselves. */
  gradient?(dys: readonly tf.Tensor[], attributes: A): tf.Tensor[];
  /** The definition, by tensor operations of any backend; without one `compute` takes its place, on copies of the inputs. */
  define?(inputs: readonly tf.Tensor[], attributes: A): tf.Tensor[];
}

interface TensorFlowBackend extends tf.KernelBackend {
  readonly binding: Record<"TF_ATTR_INT" | "TF_ATTR_FLOAT" | "TF_ATTR_BOOL" | "TF_ATTR_STRING", number>;
  executeMultipleOutputs(name: string, attributes: object[], inputs: tf.TensorInfo[], outputs: number): tf.TensorInfo[];
}

interface WebAssemblyBackend extends tf.KernelBackend {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

interface PlainBackend extends tf.KernelBackend {
  readSync(dataId: object): Float32Array;
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): tf.TensorInfo;
}

let compiled = false;

/** Says that the TensorFlow library in use has this folder's C++ compiled into it. */
export function useCompiledOperations(): void {
  compiled = true;
}

/** Called once for each operation by the file that defines it; answers the function that runs it on the current backend. */
export function registerOperation<A extends Attributes>(
  operation: Operation<A>,
): (inputs: readonly tf.Tensor[], attributes: A) => tf.Tensor[] {
  const { name: kernelName, compute, define = definedBy(operation) } = operation;
  if (compute !== undefined) {
    tf.registerKernel({
      kernelName,
      backendName: "cpu",
      kernelFunc(call) {
        const [inputs, attributes, backend] = unpack<A, PlainBackend>(call);
        const shapes = operation.shapes(inputs, attributes);
        const outputs = shapes.map((shape) => new Float32Array(tf.util.sizeFromShape(shape)));
        const values = inputs.map((input) => backend.readSync(input.dataId));
        compute(values, outputs, attributes);
        return shapes.map((shape, i) => backend.makeTensorInfo(shape, "float32", outputs[i]!));
      },
    });
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc(call) {
        const [inputs, attributes, backend] = unpack<A, WebAssemblyBackend>(call);
        // Outputs first: making one can move the heap.
        const outputs = operation.shapes(inputs, attributes).map((shape) => backend.makeOutput(shape, "float32"));
        const views = (tensors: readonly tf.TensorInfo[]) =>
          tensors.map((tensor) => backend.typedArrayFromHeap(tensor));
        compute(views(inputs), views(outputs), attributes);
        return outputs;
      },
    });
  }
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc(call) {
      const [inputs, attributes, backend] = unpack<A, TensorFlowBackend>(call);
      const { binding } = backend;
      const typeOf = (name: string, value: unknown): number => {
        if (typeof value === "boolean") return binding.TF_ATTR_BOOL;
        if (typeof value === "string") return binding.TF_ATTR_STRING;
        return operation.integers.includes(name) ? binding.TF_ATTR_INT : binding.TF_ATTR_FLOAT;
      };
      const described = Object.entries(attributes).map(([name, value]) => ({ name, type: typeOf(name, value), value }));
      const outputs = operation.shapes(inputs, attributes).length;
      return backend.executeMultipleOutputs(kernelName, described, inputs, outputs);
    },
  });
  if (operation.gradient !== undefined) {
    tf.registerGradient({
      kernelName,
      gradFunc(dys, _, attributes) {
        const all = (Array.isArray(dys) ? dys : [dys]) as tf.Tensor[];
        const gradients = operation.gradient!(all, attributes as unknown as A);
        return Object.fromEntries(gradients.map((gradient, i) => [String(i), () => gradient]));
      },
    });
  }
  let missing = false;
  return (inputs, attributes) => {
    const backend = tf.getBackend();
    const native = backend === "tensorflow" && compiled && !missing;
    const looped = compute !== undefined && (backend === "wasm" || backend === "cpu");
    if (!native && !looped) return define(inputs, attributes);
    try {
      return tf.engine().runKernel(kernelName, { ...inputs } as never, attributes as never) as unknown as tf.Tensor[];
    } catch (error) {
      // Not found: a library that was built before the operation was written.
      missing = native && String(error).includes("Invalid TF_Status: 5");
      if (!missing) throw error;
      return define(inputs, attributes);
    }
  };
}

/** The definition of an operation that has none: its loop, on copies of the inputs. */
function definedBy<A extends Attributes>({ shapes, compute }: Operation<A>): Required<Operation<A>>["define"] {
  return (inputs, attributes) => {
    const of = shapes(inputs, attributes);
    const outputs = of.map((shape) => new Float32Array(tf.util.sizeFromShape(shape)));
    const copies = inputs.map((input) => input.dataSync() as Float32Array);
    compute!(copies, outputs, attributes);
    return of.map((shape, i) => tf.tensor(outputs[i]!, shape));
  };
}

function unpack<A, B>(call: { inputs: object; attrs?: object; backend: unknown }): [tf.TensorInfo[], A, B] {
  return [Object.values(call.inputs) as tf.TensorInfo[], call.attrs as A, call.backend as B];
}
