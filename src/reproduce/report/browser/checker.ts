// Runs the certificate checker in a worker of the reader's browser.
import type { Need } from "../../../exact/certificate.js";
import { checkCertificate } from "../../../exact/check-certificate.js";
import { InputError } from "../../../exact/input-error.js";
import { checkProved } from "../../../proved/check.js";
import { provedSentence } from "../../../proved/words.js";

/** From the page to the worker: a certificate's text, and the steps of work that its check may take where they are not the stated ones. */
export interface CheckerRequest {
  readonly text: string;
  readonly budget: number | undefined;
}

/** From the worker to the page: how far it is, what the checker says, and, where that is a verdict on a certificate, what the proved checker says. */
export type CheckerMessage =
  | { readonly type: "progress"; readonly fraction: number }
  | {
      readonly type: "verdict";
      readonly verdict: "accepted" | "rejected" | "undecided" | "malformed";
      readonly reason: string;
      /** What would decide it. */
      readonly needs?: Need;
      /** What was checked, from the certificate's content. */
      readonly checked: string;
    }
  | {
      readonly type: "proved";
      /** What the proved checker says, in words. */
      readonly said: string;
    };

const post = (message: CheckerMessage) => (globalThis as { postMessage(message: unknown): void }).postMessage(message);

globalThis.addEventListener("message", ((event: { readonly data: CheckerRequest }) => {
  const { text, budget } = event.data;
  let checked = "";
  try {
    const verdict = checkCertificate(text, {
      ...(budget === undefined ? {} : { budget }),
      onProgress: (fraction) => post({ type: "progress", fraction }),
      onContent: (content) => (checked = content.checked),
    });
    const reason = verdict.verdict === "accepted" ? "" : `${verdict.where}: ${verdict.reason}`;
    const needs = verdict.verdict === "undecided" ? { needs: verdict.needs } : {};
    post({ type: "verdict", verdict: verdict.verdict, reason, checked, ...needs });
    post({ type: "proved", said: provedSentence(verdict.verdict, checkProved(text)) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    post({ type: "verdict", verdict: "malformed", reason: error.message, checked });
  }
}) as never);
