import { randomUUID } from "node:crypto";
import { textField } from "../protocol/wire.js";
import { publish } from "./channel.js";

type Data = Record<string, unknown>;

/** What came through a comm. */
export interface CommMessage {
  readonly data: Data;
  readonly metadata: Data;
  readonly buffers: readonly Uint8Array[];
}

/** A channel between an object here and one in the frontend, as the protocol has it. */
export class Comm {
  readonly id: string;
  readonly target: string;
  onMessage: (message: CommMessage) => unknown = () => undefined;
  onClose: (message: CommMessage) => unknown = () => undefined;

  constructor(target: string, id: string = randomUUID()) {
    this.target = target;
    this.id = id;
    open.set(id, this);
  }

  send(data: Data, metadata: Data = {}, buffers: readonly Uint8Array[] = []): void {
    publish("comm_msg", { comm_id: this.id, data }, metadata, buffers);
  }

  close(data: Data = {}): void {
    if (open.delete(this.id)) publish("comm_close", { comm_id: this.id, data });
  }
}

const open = new Map<string, Comm>();
const targets = new Map<string, (comm: Comm, message: CommMessage) => unknown>();

/** Opens a comm; the frontend knows what to do with its target name. */
export function openComm(
  target: string,
  data: Data = {},
  metadata: Data = {},
  buffers: readonly Uint8Array[] = [],
): Comm {
  const comm = new Comm(target);
  publish("comm_open", { comm_id: comm.id, target_name: target, data }, metadata, buffers);
  return comm;
}

/** Says what happens when the frontend opens a comm of that name. */
export function registerTarget(target: string, handle: (comm: Comm, message: CommMessage) => unknown): void {
  targets.set(target, handle);
}

/** Handles a message of the frontend; resolved when what it set off is done. */
export async function handleCommMessage(type: string, content: Data, message: CommMessage): Promise<void> {
  const id = textField(content.comm_id);
  if (type === "comm_open") {
    const target = textField(content.target_name);
    const handle = targets.get(target);
    const comm = new Comm(target, id);
    if (handle) await handle(comm, message);
    else comm.close();
    return;
  }
  const comm = open.get(id);
  if (type === "comm_close") {
    open.delete(id);
    await comm?.onClose(message);
  } else await comm?.onMessage(message);
}
