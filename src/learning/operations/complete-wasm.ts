import * as tf from "@tensorflow/tfjs";

interface HeldBackend extends tf.KernelBackend {
  readSync(dataId: object): tf.TypedArray;
  write(values: tf.TypedArray, shape: number[], dtype: tf.DataType): object;
}

/**
 * Gives the WebAssembly backend every kernel that only the plain one has (gradients of convolutions and of gathering, among others):
 * nothing is then missing in the middle of training. Gradients of convolution filters are products of matrices; the rest runs as the
 * plain backend's kernel on copies.
 */
export function completeWebAssemblyKernels(): void {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc({ inputs, attrs, backend }) {
      const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as ConvolutionAttributes;
      if (dataFormat !== "NHWC") throw new Error(`convolutions have the channels last here, not ${dataFormat}`);
      const info = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const here = backend as HeldBackend;
      return tf.tidy(() => convolutionFilterGradient(borrow(x, here), borrow(dy, here), info));
    },
  });
  gradientOfInputsByConvolution();
  transposeBeforeMultiplying();
  // TensorFlow.js 4.22's own puts the gradient at the wrong place where the greatest of a window is negative.
  tf.unregisterKernel("MaxPoolGrad", "wasm");
  const had = new Set(tf.getKernelsForBackend("wasm").map((kernel) => kernel.kernelName));
  const missing = tf.getKernelsForBackend("cpu").filter((kernel) => !had.has(kernel.kernelName));
  for (const { kernelName, kernelFunc } of missing) {
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc({ inputs, attrs, backend }) {
        const here = backend as HeldBackend;
        const plain = tf.findBackend("cpu") as HeldBackend;
        const move = (tensor: tf.TensorInfo, from: HeldBackend, to: HeldBackend): tf.TensorInfo => ({
          dataId: to.write(from.readSync(tensor.dataId), tensor.shape, tensor.dtype) as tf.TensorInfo["dataId"],
          shape: tensor.shape,
          dtype: tensor.dtype,
        });
        // A list of inputs stays a list.
        const copies: Record<string, tf.TensorInfo> = Array.isArray(inputs) ? ([] as never) : {};
        for (const [name, tensor] of Object.entries(inputs)) copies[name] = move(tensor as tf.TensorInfo, here, plain);
        const results = kernelFunc({ inputs: copies as never, attrs, backend: plain });
        const outputs = Array.isArray(results) ? results : [results];
        const moved = outputs.map((output) => move(output, plain, here));
        for (const tensor of [...Object.values(copies), ...outputs]) plain.disposeData(tensor.dataId, true);
        return Array.isArray(results) ? moved : moved[0]!;
      },
    });
  }
}

/**
 * Gradients of a convolution's inputs: TensorFlow.js 4.22 computes them number by number. They are a convolution themselves, of dL/dy, with
 * zeros between its numbers for a stride, by the filter turned round, and as such some ten times faster.
 */
function gradientOfInputsByConvolution(): void {
  const { kernelFunc } = tf.getKernel("Conv2DBackpropInput", "wasm");
  tf.unregisterKernel("Conv2DBackpropInput", "wasm");
  tf.registerKernel({
    kernelName: "Conv2DBackpropInput",
    backendName: "wasm",
    kernelFunc(call) {
      const { dy, filter } = call.inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const attributes = call.attrs as unknown as ConvolutionAttributes & { readonly inputShape: Four };
      const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attributes;
      const info = tf.backend_util.computeConv2DInfo(
        inputShape,
        filter.shape as Four,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const around = (extent: number, size: number, count: number, stride: number, before: number): Edge => {
        const first = size - 1 - before;
        return [first, extent + size - 1 - first - ((count - 1) * stride + 1)];
      };
      const rows = around(info.inHeight, info.filterHeight, info.outHeight, info.strideHeight, info.padInfo.top);
      const columns = around(info.inWidth, info.filterWidth, info.outWidth, info.strideWidth, info.padInfo.left);
      // A frame wider than the filter would have to be cut off.
      if (dataFormat !== "NHWC" || Math.min(...rows, ...columns) < 0) return kernelFunc(call);
      const here = call.backend as HeldBackend;
      return tf.tidy(() => {
        const spread = tf.pad(spreadOut(borrow(dy, here), info), [[0, 0], rows, columns, [0, 0]]) as tf.Tensor4D;
        const turned = tf.transpose(tf.reverse(borrow(filter, here), [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
        return tf.conv2d(spread, turned, 1, "valid");
      });
    },
  });
}

type Four = [number, number, number, number];
type Edge = [number, number];

/** dL/dy with zeros between its rows and columns: each as far from the next as the stride. */
function spreadOut(dy: tf.Tensor, info: tf.backend_util.Conv2DInfo): tf.Tensor {
  const { batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth } = info;
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const single = tf.reshape(dy, [batchSize, outHeight, 1, outWidth, outChannels]);
  const rows = tf.concat([single, tf.zeros([batchSize, outHeight, strideHeight - 1, outWidth, outChannels])], 2);
  const height = outHeight * strideHeight;
  const cut = tf.reshape(rows, [batchSize, height, outWidth, 1, outChannels]);
  const both = tf.concat([cut, tf.zeros([batchSize, height, outWidth, strideWidth - 1, outChannels])], 3);
  const all = tf.reshape(both, [batchSize, height, outWidth * strideWidth, outChannels]) as tf.Tensor4D;
  return tf.slice(
    all,
    [0, 0, 0, 0],
    [batchSize, (outHeight - 1) * strideHeight + 1, (outWidth - 1) * strideWidth + 1, outChannels],
  );
}

/**
 * Products of transposed matrices, which every gradient of a linear map takes: TensorFlow.js 4.22 computes them element by element, some
 * ten times slower than to transpose first.
 */
function transposeBeforeMultiplying(): void {
  const { kernelFunc } = tf.getKernel("BatchMatMul", "wasm");
  const upright = (info: tf.TensorInfo, transposed: boolean, backend: HeldBackend): tf.Tensor => {
    const tensor = borrow(info, backend);
    if (!transposed) return tensor;
    const axes = info.shape.map((_, axis) => axis);
    return tf.transpose(tensor, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  };
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({
    kernelName: "BatchMatMul",
    backendName: "wasm",
    kernelFunc({ inputs, attrs, backend }) {
      const { a, b } = inputs as unknown as { a: tf.TensorInfo; b: tf.TensorInfo };
      const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
      const here = backend as HeldBackend;
      return tf.tidy(() => {
        const factors = { a: upright(a, transposeA, here), b: upright(b, transposeB, here) };
        const attributes = { transposeA: false, transposeB: false } as never;
        return adopt(kernelFunc({ inputs: factors as never, attrs: attributes, backend }) as tf.TensorInfo);
      });
    },
  });
}

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number;
  readonly dataFormat: string;
  readonly dimRoundingMode: "floor" | "round" | "ceil" | undefined;
  readonly filterShape: [number, number, number, number];
}

/** For each place of the filter the product of what it saw, over all positions, with dL/dy. */
function convolutionFilterGradient(x: tf.Tensor, dy: tf.Tensor, info: tf.backend_util.Conv2DInfo): tf.Tensor {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth, outHeight, outWidth } = info;
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom + strideHeight],
    [left, right + strideWidth],
    [0, 0],
  ]);
  const flat = tf.reshape(dy, [-1, outChannels]) as tf.Tensor2D;
  const places: tf.Tensor[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const area = [outHeight * strideHeight, outWidth * strideWidth] as const;
      const seen = tf.slice(padded, [0, row, column, 0], [info.batchSize, ...area, inChannels]);
      places.push(tf.matMul(everyStride(seen, info), flat, true));
    }
  }
  return tf.reshape(tf.stack(places), [filterHeight, filterWidth, inChannels, outChannels]);
}

/** The first number of every stride, as rows of channels; TensorFlow.js's own sliced strides take far longer. */
function everyStride(x: tf.Tensor, info: tf.backend_util.Conv2DInfo): tf.Tensor2D {
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  let rows: tf.Tensor = x;
  if (strideHeight > 1) {
    const [count, length] = [batchSize * outHeight, outWidth * strideWidth * inChannels];
    rows = tf.slice(tf.reshape(rows, [count, strideHeight, length]), [0, 0, 0], [count, 1, length]);
  }
  const cut = tf.reshape(rows, [-1, strideWidth * inChannels]) as tf.Tensor2D;
  return strideWidth > 1 ? tf.slice(cut, [0, 0], [cut.shape[0], inChannels]) : cut;
}

/** A tensor for what a kernel has made. */
function adopt(info: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** A tensor for what a kernel was given; disposing of it leaves the data. */
function borrow(info: tf.TensorInfo, backend: HeldBackend): tf.Tensor {
  backend.incRef(info.dataId);
  return adopt(info);
}
