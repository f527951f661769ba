export type { Axis, BarTrace, Figure, HeatmapTrace, ScatterTrace, Trace } from "./figure.js";
