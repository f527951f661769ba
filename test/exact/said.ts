import { checkCertificate, InputError } from "../../src/exact/index.js";

/** What is said of a certificate: the sentence of what is checked, the progress, and the end. */
export function said(certificate: unknown) {
  let sentence = "";
  const progress: number[] = [];
  const verdict = checkCertificate(certificate, {
    onContent: ({ checked }) => (sentence = checked),
    onProgress: (part) => progress.push(part),
  });
  return { sentence, progress, verdict };
}

/** What is wrong with the input that is read there. */
export function problemOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
  throw new Error("no error");
}

/** What is wrong with a certificate that is none. */
export function problem(certificate: unknown) {
  return problemOf(() => checkCertificate(certificate));
}
