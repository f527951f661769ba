export { backendNames, chooseBackend, inspectBackends } from "./backend.js";
export type { BackendChoice, BackendFact, BackendName } from "./backend.js";
export * from "./layers/norm.js";
export { AdamW, Sgd } from "./optimiser.js";
export type { AdamWOptions, Optimiser, SgdOptions } from "./optimiser.js";
