// Runs the certificate checker in a worker of the reader's browser.
import { checkCertificate } from "../../../exact/check-certificate.js";
import { InputError } from "../../../exact/input-error.js";
import { checkProved } from "../../../proved/check.js";
import { provedWords } from "../../../proved/words.js";

/** From the worker to the page. */
export type CheckerMessage =
  | { readonly type: "progress"; readonly fraction: number }
  | {
      readonly type: "verdict";
      readonly verdict: "accepted" | "rejected" | "undecided" | "malformed";
      readonly reason: string;
      /** What was checked, from the certificate's content. */
      readonly checked: string;
      /** What the proved checker says, in words. */
      readonly proved: string;
    };

const post = (message: CheckerMessage) => (globalThis as { postMessage(message: unknown): void }).postMessage(message);

globalThis.addEventListener("message", ((event: { readonly data: string }) => {
  let checked = "";
  try {
    const verdict = checkCertificate(event.data, {
      onProgress: (fraction) => post({ type: "progress", fraction }),
      onContent: (content) => (checked = content.checked),
    });
    const reason = verdict.verdict === "accepted" ? "" : `${verdict.where}: ${verdict.reason}`;
    const proved = provedWords(verdict.verdict, checkProved(event.data).verdict);
    post({ type: "verdict", verdict: verdict.verdict, reason, checked, proved });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    post({ type: "verdict", verdict: "malformed", reason: error.message, checked, proved: "" });
  }
}) as never);
