import { send } from "./channel.js";

/** What the kernel says of a package that it was asked for. */
export interface PackageAnswer {
  readonly id: number;
  /** Why it is not there. */
  readonly error?: string;
}

const waiting = new Map<number, (answer: PackageAnswer) => void>();
let count = 0;

/** Asks the kernel to have a package installed that a specifier names which only this process knows. */
export async function fetchPackage(specifier: string): Promise<void> {
  const id = ++count;
  const { error } = await new Promise<PackageAnswer>((resolve) => {
    waiting.set(id, resolve);
    send({ type: "package", id, specifier });
  });
  if (error !== undefined) throw Object.assign(new Error(error), { name: "PackageError" });
}

export function packageHasCome(answer: PackageAnswer): void {
  waiting.get(answer.id)?.(answer);
  waiting.delete(answer.id);
}
