import type { ReportedNumber } from "../claim.js";

/** Linear evaluation with INTL as reported, never measured here. */
export const reportedLinearEvaluation: readonly ReportedNumber[] = [
  {
    what: "linear evaluation on ImageNet, top-1, ResNet-50, batch size 256 (800 epochs with multi-crop and EMA by the README)",
    value: "76.6 %",
    source: "abstract of arXiv 2305.16789",
  },
  {
    what: "linear evaluation on ImageNet-100",
    value: "81.68 %",
    source: "the authors' public code (winci-ai/INTL, README)",
  },
  {
    what: "linear evaluation on CIFAR-10",
    value: "92.60 %",
    source: "the authors' public code (winci-ai/INTL, README)",
  },
  {
    what: "linear evaluation on CIFAR-100",
    value: "70.88 %",
    source: "the authors' public code (winci-ai/INTL, README)",
  },
];
