import type { Figure, ScatterTrace } from "../../plot/figure.js";
import { markColour, outlineColour } from "../../plot/palette.js";
import type { ClassLabel } from "../../theory/separation/samples.js";
import type { CircleState } from "../../theory/separation/circle.js";
import type { Separation } from "../../theory/separation/separate.js";

type Point = readonly [number, number];

/**
 * The samples on the circle after each layer, one figure a layer: the chords that the next layer merges, the outside point they meet in, and
 * where the classes stand, each in its colour throughout. Drawn after a projective map of the disc that spreads the points: it keeps circle, lines and their meeting points.
 */
export function foldFigures(separation: Pick<Separation, "states" | "classes">): Figure[] {
  const { states, classes } = separation;
  return states.map((state, layer) => circleFigure(state, classes, layer + 1, states.length));
}

function circleFigure(state: CircleState, classes: readonly ClassLabel[], layer: number, layers: number): Figure {
  const t = [...state.halfTangents];
  const widest = Math.max(...t.map(Math.abs), Number.MIN_VALUE);
  const points = t.map((value): Point => onCircle(2 * Math.atan((1.6 * value) / widest)));
  const ends = state.chords.map(([i, j]): readonly [Point, Point] => [points[i]!, points[j]!]);
  const meeting = ends.length === 2 ? meetingPoint(ends[0]!, ends[1]!) : undefined;
  const centre = meeting !== undefined && Math.hypot(...meeting) < farthest ? meeting : undefined;
  const traces: ScatterTrace[] = [
    line(
      "circle",
      Array.from({ length: 121 }, (_, k) => onCircle((k * Math.PI) / 60)),
      outlineColour,
    ),
  ];
  ends.forEach(([a, b], k) => {
    const drawn = centre === undefined ? [a, b] : [centre, further(centre, a, b)];
    traces.push({ ...line(`chord ${k + 1}`, drawn, state.labels[state.chords[k]![0]]!), dash: "dash" });
  });
  if (centre !== undefined) traces.push(markers("outside point", [centre], markColour));
  const runs = new Set(state.labels);
  for (const label of [...runs].sort((a, b) => a - b)) {
    traces.push(
      markers(
        `class ${classes[label]}`,
        points.filter((_, i) => state.labels[i] === label),
        label,
      ),
    );
  }
  const what =
    ends.length === 0
      ? "The classes do not cross: an argmax of affine functions tells them apart."
      : ends.length === 1
        ? "The ends of the drawn chord fall together in the next layer; all other points keep their order."
        : `Seen from the point where the two lines meet, the ends of every chord through it fall together: the next layer merges both pairs. ${whereTheyMeet(meeting)}`;
  return {
    id: `fold-frame-${layer}`,
    title: `After layer normalization ${layer} of ${layers}: ${points.length} points`,
    caption: `${what} Drawn after a projective map of the disc, which keeps lines.`,
    traces,
    xAxis: { title: "x", equalScale: true },
    yAxis: { title: "y" },
  };
}

/** Beyond this, in radii of the circle, a meeting point is not drawn. */
const farthest = 6;

function whereTheyMeet(point: Point | undefined): string {
  if (point === undefined) return "The lines are parallel: that point is at infinity, in their direction.";
  const distance = Math.hypot(...point);
  if (distance < farthest) return "It is the marked outside point.";
  return `That outside point lies ${distance.toPrecision(2)} radii away, outside the picture.`;
}

/** The samples on the line in front of the first layer: where they stand and to which class they belong. */
export function lineFigure(points: readonly number[], labels: readonly ClassLabel[]): Figure {
  const classes = [...new Set(labels)];
  return {
    id: "fold-frame-0",
    title: `${points.length} samples on a line`,
    caption: "The samples by their scalar, one row a class. The first layer normalization puts the line on a circle.",
    traces: classes.map((label, row) =>
      markers(
        `class ${label}`,
        points.flatMap((x, i): Point[] => (labels[i] === label ? [[x, row]] : [])),
        row,
      ),
    ),
    xAxis: { title: "scalar" },
    yAxis: { title: "class" },
  };
}

function onCircle(angle: number): Point {
  return [Math.sin(angle), Math.cos(angle)];
}

function line(name: string, points: readonly Point[], colour: number): ScatterTrace {
  return { type: "scatter", name, mode: "lines", colour, x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

function markers(name: string, points: readonly Point[], colour: number): ScatterTrace {
  return { type: "scatter", name, mode: "markers", colour, x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

/** Where two lines meet; undefined where they are parallel, to the doubles they are given in. */
function meetingPoint([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point | undefined {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const turn = ux * vy - uy * vx;
  if (Math.abs(turn) < 1e-9) return undefined;
  const s = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / turn;
  return [a[0] + s * ux, a[1] + s * uy];
}

function further(from: Point, a: Point, b: Point): Point {
  return Math.hypot(a[0] - from[0], a[1] - from[1]) > Math.hypot(b[0] - from[0], b[1] - from[1]) ? a : b;
}
