import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import type { Frame } from "../frames.js";
import { encodeFrame, FrameReader, writeAll } from "../frames.js";

/** File descriptors that the kernel opens for the process that evaluates cells. */
export const descriptors = { toKernel: 3, fromKernel: 4, control: 5, input: 6 } as const;

/** What something that runs was started by: the request under which its output is shown, or a list that takes its output instead. */
interface Origin {
  readonly request: string;
  outputs?: Record<string, unknown>[];
}

const origins = new AsyncLocalStorage<Origin>();
let lastRequest = "";

/** Runs a function, and whatever it starts, timers and promises too, so that output is shown under a request. */
export function onBehalfOf<T>(request: string, run: () => T): T {
  lastRequest = request;
  return origins.run({ request }, run);
}

/** Runs a function so that its output, until it ends, is added to a list in the notebook format's form, and not shown. */
export async function capturingIn(outputs: Record<string, unknown>[], run: () => unknown): Promise<unknown> {
  const origin: Origin = { request: currentRequest(), outputs };
  try {
    return await origins.run(origin, run);
  } finally {
    delete origin.outputs;
  }
}

/** The request under which output is shown now. */
export function currentRequest(): string {
  return origins.getStore()?.request ?? lastRequest;
}

/** The request of the cell that has started what runs now; `undefined` for what no cell has started. */
export function cellOfOrigin(): string | undefined {
  return origins.getStore()?.request;
}

/** The list that takes output now. */
export function capturedOutputs(): Record<string, unknown>[] | undefined {
  return origins.getStore()?.outputs;
}

/** Written before a frame when the one before it may not be whole, as an interrupt came in the middle. */
export const restart = Buffer.from(`\0${randomBytes(12).toString("hex")}\0`);
let isUnfinished = false;

/** Sends a record to the kernel. It is out of this process when the call returns, whatever happens next. */
export function send(record: Frame["record"], bytes?: Uint8Array): void {
  const frame = encodeFrame({ ...record, context: currentRequest() }, bytes);
  const parts = isUnfinished ? [restart, ...frame] : frame;
  isUnfinished = true;
  write(descriptors.toKernel, parts);
  isUnfinished = false;
}

/** Sends a record to the kernel from the second thread, which has a descriptor of its own: half a frame of one thread cannot meet another's. */
export function writeControl(record: Frame["record"]): void {
  write(descriptors.control, encodeFrame(record));
}

function write(descriptor: number, parts: readonly Uint8Array[]): void {
  try {
    writeAll(descriptor, parts);
  } catch {
    endWithKernel();
  }
}

/** Sends an iopub message, with buffers. */
export function publish(
  type: string,
  content: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
  buffers: readonly Uint8Array[] = [],
): void {
  const lengths = buffers.map(({ byteLength }) => byteLength);
  send({ type: "publish", message: type, content, metadata, lengths }, Buffer.concat(buffers));
}

/** Calls `handle` for each record of a descriptor, in order. */
export function receive(descriptor: number, handle: (frame: Frame) => void): void {
  const reader = new FrameReader();
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  socket.on("data", (chunk) => {
    for (const frame of reader.push(chunk)) handle(frame);
  });
  socket.on("close", endWithKernel);
  socket.on("error", endWithKernel);
}

/**
 * The kernel has ended: so does this process, and with it whatever the user's code was doing, also an endless loop, and also from the
 * second thread, where `process.exit` would end that thread alone.
 */
function endWithKernel(): void {
  process.kill(process.pid, "SIGKILL");
}
