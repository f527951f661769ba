// Runs the certificate checker in a worker of the reader's browser.
import { checkCertificate } from "../../../exact/check-certificate.js";
import { InputError } from "../../../exact/input-error.js";

/** From the worker to the page. */
export type CheckerMessage =
  | { readonly type: "progress"; readonly fraction: number }
  | { readonly type: "verdict"; readonly verdict: "accepted" | "rejected" | "malformed"; readonly reason: string };

const post = (message: CheckerMessage) => (globalThis as { postMessage(message: unknown): void }).postMessage(message);

globalThis.addEventListener("message", ((event: { readonly data: string }) => {
  try {
    const verdict = checkCertificate(event.data, { onProgress: (fraction) => post({ type: "progress", fraction }) });
    const reason = verdict.verdict === "accepted" ? "" : `${verdict.where}: ${verdict.reason}`;
    post({ type: "verdict", verdict: verdict.verdict, reason });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    post({ type: "verdict", verdict: "malformed", reason: error.message });
  }
}) as never);
