export type { Axis, BarTrace, Figure, HeatmapTrace, ScatterTrace, Trace } from "./figure.js";
export { displayFigure, figureBundle, type DisplayedFigure } from "./display.js";
export type { MimeBundle } from "./notebook.js";
export { liveCurves, type LiveCurves } from "./live.js";
export { figureToPlotly, type PlotlyFigure } from "./plotly.js";
export { figureToSvg, type SvgOptions } from "./svg.js";
export { figuresToHtml } from "./page.js";
export { explore, type Explored } from "./controls.js";
export type {
  BarsControl,
  ChoiceControl,
  ControlSpecification,
  ControlValue,
  SliderControl,
  TogglesControl,
} from "./control-specification.js";
