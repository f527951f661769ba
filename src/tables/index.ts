/** The arquero of the library, whose tables it takes and gives. */
export * as aq from "arquero";
export { neuronBoundsTable, type NeuronBoundsGrid } from "./neuron-bounds-table.js";
export { effectsTable, trialsTable } from "./experiment-tables.js";
