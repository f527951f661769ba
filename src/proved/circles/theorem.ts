import { InputError } from "../../exact/input-error.js";
import type { Chords, FoldedPoints } from "./chords.js";
import { cuts, foldedNear, layerOf, startNear, type Near, type WholeLayer, type WholeQuadratic } from "./follow.js";

/** Binary digits and spreads in the order in which they are tried: the first serve most circles, with few digits. */
const settings = [
  { precision: 32, spread: 16 },
  { precision: 48, spread: 32 },
  { precision: 48, spread: 64 },
  { precision: 48, spread: 8 },
  { precision: 56, spread: 128 },
  { precision: 48, spread: 2 },
] as const;

/** Layers behind each other; the labelings are read at the ends. */
type Branches = Map<string, { readonly layer: WholeLayer; readonly rest: Branches }>;

/** Circles that are followed with one precision; the first layer's centre and width. */
interface Group {
  readonly precision: number;
  readonly centre: number;
  readonly width: number;
  readonly branches: Branches;
}

/**
 * A theorem for Rocq that the points are shattered: its source, to be compiled beside `proofs/checker/CircleLabelings.v`. It holds the layers, with short weights of
 * their own, and no labels: Rocq follows the points and reads all labelings off the circles' arcs.
 *
 * @param folded - from `chordsOf`.
 * @param name - the theorem's.
 * @param depth - layer normalizations of the networks.
 * @throws InputError where the circles do not give every labeling.
 */
export function shatteringTheorem(
  folded: FoldedPoints,
  { name, depth, words }: { readonly name: string; readonly depth: number; readonly words: string },
): string {
  const { groups, open } = circlesFor(folded);
  if (open > 0) {
    throw new InputError({
      code: "range",
      where: "the certificate's circles",
      expected: `all ${2 ** (folded.points.length - 1)} labelings, up to exchanging the classes`,
      received: `all but ${open} labelings that they do not give, by short weights`,
    });
  }
  const groupText = groups.map(
    ({ precision, centre, width, branches }) => `((${precision}, ${centre}, ${width}), ${branchText(branches)})`,
  );
  const list = `[${folded.points.join("; ")}]`;
  const count = folded.points.length;
  const dimension =
    count === 2 ** depth + 1
      ? `
(** More than 2^${depth} + 1 points are not: that is the VC dimension. *)
Theorem ${name}_dimension : vc_dimension_on_line (ln_net 1 3 ${depth} 2) ${count}.
Proof. apply (most_points ${depth} (map IZR ${list})); [cbn; lra | reflexivity | exact ${name}]. Qed.
`
      : "";
  return `(** * ${words}

    Written by \`npm run inside-rocq\`. The layers are those of circles that layer normalizations fold, as quadratics with whole coefficients; which labelings they
    give is found by computing. *)

From Coq Require Import Reals List Lra ZArith.
Import ListNotations.
From Normlab Require Import Definitions Shattering checker.CirclePoints checker.CircleLabelings.
Open Scope Z_scope.

Definition ${name}_circles : list group := [
${groupText.join(";\n")}].

(** The points ${folded.points.join(", ")} are shattered at depth ${depth}. *)
Theorem ${name} : shatters (ln_net 1 3 ${depth} 2) (points_of_line (map IZR ${list})).
Proof. apply (circles_shatter_is_sound ${depth} _ ${name}_circles); vm_cast_no_check (eq_refl true). Qed.
${dimension}`;
}

/** Circles that give as many labelings as the folds do, and how many are left open. */
function circlesFor({ points, folds }: FoldedPoints): { readonly groups: readonly Group[]; readonly open: number } {
  const pairs = 2 ** (points.length - 1);
  const found = new Uint8Array(pairs);
  let open = pairs;
  /** How many labelings the circle gives that are new; they are marked. */
  const learn = (places: readonly Near[]): number => {
    const before = open;
    const all = cuts(places);
    all.forEach((cut, i) => {
      for (const other of all.slice(0, i)) {
        const code = cut ^ other;
        const one = code < pairs ? code : 2 * pairs - 1 - code;
        if (found[one] === 0) [found[one], open] = [1, open - 1];
      }
    });
    return before - open;
  };
  const groups: Group[] = [];
  const [low, high] = [Math.min(...points), Math.max(...points)];
  for (const { precision, spread } of settings) {
    if (open === 0) break;
    const centre = Math.round((low + high) / 2);
    const width = spread * Math.ceil((high - low + 1) / 2);
    const start = points.map((x) => startNear(BigInt(precision), centre, width, x));
    if (learn(start) > 0) groups.push({ precision, centre, width, branches: new Map() });
    const branches: Branches = new Map();
    const known = new Map<string, Folded | null>();
    for (const chords of folds) {
      const path: { key: string; layer: WholeLayer }[] = [];
      let places: readonly Near[] | null = start;
      let key = "";
      for (const each of chords) {
        key += `${each.join()};`;
        if (!known.has(key)) known.set(key, foldPlaces(places, each, { precision, spread }));
        const folded = known.get(key)!;
        places = folded && folded.places;
        if (places === null) break;
        path.push({ key, layer: folded!.layer });
      }
      if (chords.length === 0 || places === null || learn(places) === 0) continue;
      let at = branches;
      for (const { key: step, layer } of path) {
        const next = at.get(step) ?? { layer, rest: new Map() };
        at.set(step, next);
        at = next.rest;
      }
    }
    if (branches.size > 0) groups.push({ precision, centre, width, branches });
  }
  return { groups, open };
}

interface Folded {
  readonly layer: WholeLayer;
  readonly places: readonly Near[];
}

function foldPlaces(
  places: readonly Near[],
  chords: Chords,
  setting: { readonly precision: number; readonly spread: number },
): Folded | null {
  const layer = layerOf(places, chords, setting);
  if (layer === null) return null;
  const images = places.map((near) => foldedNear(BigInt(setting.precision), layer, near));
  return images.every((image) => image !== null) ? { layer, places: images } : null;
}

function branchText(branches: Branches): string {
  const quadratic = (q: WholeQuadratic): string => `(Whole ${q.map(hexadecimal).join(" ")})`;
  const each = [...branches.values()].map(
    ({ layer, rest }) => `Fold ${layer.map(quadratic).join(" ")} ${branchText(rest)}`,
  );
  return each.length === 0 ? "[]" : `[${each.join(";\n")}]`;
}

/** Rocq reads long numbers faster by their hexadecimal digits. */
function hexadecimal(n: bigint): string {
  return n < 0n ? `(-0x${(-n).toString(16)})` : `0x${n.toString(16)}`;
}
