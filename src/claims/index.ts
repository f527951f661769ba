export * from "./claim.js";
export { exercises, judgeAnswer, type Exercise, type Judgement, type TriedAnswer } from "./exercises.js";
export { recordedConclusion, showRecorded } from "./recorded-conclusion.js";
export { foldFigures, lineFigure } from "./ln-net/fold-figure.js";
export { approximationFigure } from "./pln/approximation-figure.js";
export { claims } from "./registry.js";
