export { backendNames, chooseBackend, inspectBackends } from "./backend.js";
export type { BackendChoice, BackendFact, BackendName } from "./backend.js";
export * from "./layers/norm.js";
