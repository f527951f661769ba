import type { Claim, JsonObject } from "../../src/claims/claim.js";
import { examples } from "./examples.js";

const named = (which: "true" | "false") =>
  examples.map(([, certificate, change], i) => ({
    name: `${which}-${i}`,
    certificate: (which === "true" ? certificate : { ...certificate, ...change }) as JsonObject,
  }));

/** A claim with a certificate of every form that the proved checker covers, each with its control. */
export const everyKind: Claim = {
  id: "P1",
  paper: "A",
  title: "Certificates of every kind",
  statement: "They are true.",
  source: "normlab",
  assumptions: [],
  why: "Two checkers say so.",
  covers: "Each of them.",
  checks: [
    {
      id: "every-kind",
      title: "Certificates of every kind",
      method: "certificate",
      role: "evidence",
      parameters: { quick: {} },
      control: "Each made false.",
      run: async () => ({ summary: "", measurements: {}, figures: [], certificates: named("true") }),
      runControl: async () => named("false"),
    },
  ],
  reported: [],
  notebook: null,
  module: import.meta.url,
};
