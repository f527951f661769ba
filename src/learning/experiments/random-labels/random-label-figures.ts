import type { Axis, Figure, ScatterTrace } from "../../../plot/figure.js";
import { meanTrace } from "../shared/mean-trace.js";
import { accuraciesOf, networkName, type RandomLabelCell, type RandomLabelNetwork } from "./random-label-cells.js";

const seeds =
  "Mean over the seeds (images, labels and initial weights are drawn anew) with its 95 % interval; ten classes: chance is 0.1.";
const yAxis: Axis = { title: "training accuracy", range: [0, 1] };

/** Training accuracy against the number of groups; the linear model as a level. The figure is called `NAME-groups`. */
export function groupsFigure(name: string, cells: readonly RandomLabelCell[], base: RandomLabelNetwork): Figure {
  const traces = imageSetsOf(cells).flatMap((images): ScatterTrace[] => {
    const ofSet = cells.filter((cell) => cell.images === images);
    const groups = ofSet
      .filter(({ network }) => network.depth === base.depth && network.width === base.width)
      .sort((a, b) => a.network.groups - b.network.groups);
    const level = accuraciesOf(ofSet.find(({ network }) => network.depth === 0)!);
    return [
      meanTrace(
        `LN-G, ${images}`,
        groups.map((cell) => ({ x: cell.network.groups, values: accuraciesOf(cell) })),
      ),
      {
        ...meanTrace(
          `linear, ${images}`,
          groups.map(({ network }) => ({ x: network.groups, values: level })),
        ),
        mode: "lines",
        dash: "dash",
      },
    ];
  });
  return {
    id: `${name}-groups`,
    title: "Random labels remembered against the number of groups",
    caption: `One hidden layer of ${base.width} neurons, LN-G with g groups, no other activation; g = 1 is LN. The linear model is drawn as a level. ${seeds}`,
    traces,
    xAxis: { title: "g", type: "log" },
    yAxis,
  };
}

/** Training accuracy against depth (0 is the linear model) or width, a trace for each image set and number of groups: `NAME-depth`, `NAME-width`. */
export function sizeFigure(
  name: string,
  cells: readonly RandomLabelCell[],
  axis: "depth" | "width",
  base: RandomLabelNetwork,
  groups: readonly number[],
): Figure {
  const other = axis === "depth" ? "width" : "depth";
  const traces = imageSetsOf(cells).flatMap((images) =>
    groups.map((g) => {
      const points = cells
        .filter((cell) => cell.images === images)
        .filter(({ network }) =>
          network.depth === 0 ? axis === "depth" : network.groups === g && network[other] === base[other],
        )
        .sort((a, b) => a.network[axis] - b.network[axis]);
      return meanTrace(
        `${networkName({ ...base, groups: g })}, ${images}`,
        points.map((cell) => ({ x: cell.network[axis], values: accuraciesOf(cell) })),
      );
    }),
  );
  return {
    id: `${name}-${axis}`,
    title: `Random labels remembered against ${axis}`,
    caption:
      axis === "depth"
        ? `Hidden layers of ${base.width} neurons; 0 is the linear model. What training finds may fall with depth although more can be represented. ${seeds}`
        : `One hidden layer. ${seeds}`,
    traces,
    xAxis: axis === "depth" ? { title: "hidden layers" } : { title: "neurons in the hidden layer", type: "log" },
    yAxis,
  };
}

function imageSetsOf(cells: readonly RandomLabelCell[]): string[] {
  return [...new Set(cells.map((cell) => cell.images))];
}
