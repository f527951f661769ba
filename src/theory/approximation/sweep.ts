/** A function cut into pieces on which it is (as far as sampling shows) monotone: the ends of the pieces and f there. */
export interface MonotonePieces {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Cuts [a, b] at the local extremes of f that a grid of `steps` shows, each refined by golden-section search. Wiggles below the grid are missed; what is built
 * on this is certified afterwards, and the caller refines the grid where that fails.
 */
export function monotonePieces(f: (x: number) => number, a: number, b: number, steps: number): MonotonePieces {
  const x = [a];
  const y = [f(a)];
  const at = (i: number): number => (i === steps ? b : a + ((b - a) * i) / steps);
  let [left, here] = [y[0]!, f(at(1))];
  for (let i = 1; i < steps; i += 1) {
    const right = f(at(i + 1));
    if ((here - left) * (right - here) < 0 || (here !== left && here === right)) {
      const extreme = refine(f, at(i - 1), at(i + 1), here > left ? 1 : -1);
      if (extreme > x[x.length - 1]!) {
        x.push(extreme);
        y.push(f(extreme));
      }
    }
    [left, here] = [here, right];
  }
  x.push(b);
  y.push(f(b));
  return { x, y };
}

/** The place of the maximum (sign 1) or minimum (sign -1) of f between a and b. */
function refine(f: (x: number) => number, a: number, b: number, sign: 1 | -1): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [a, b];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [sign * f(c), sign * f(d)];
  for (let i = 0; i < 90 && high - low > 4e-16 * Math.max(Math.abs(a), Math.abs(b)); i += 1) {
    if (fc > fd) {
      [high, d, fd] = [d, c, fc];
      c = high - ratio * (high - low);
      fc = sign * f(c);
    } else {
      [low, c, fc] = [c, d, fd];
      d = low + ratio * (high - low);
      fd = sign * f(d);
    }
  }
  return fc > fd ? c : d;
}

/** A piecewise-constant approximation: `levels[i]` on the open interval from `knots[i-1]` to `knots[i]`. */
export interface StepApproximation {
  readonly knots: readonly number[];
  readonly levels: readonly number[];
}

/**
 * The greedy sweep: from the left, each piece goes on as long as max f − min f on it stays at most 2·tolerance, and takes the mid-range as its level. No piecewise-constant
 * function within the tolerance of f has fewer pieces (proof: `docs/theory/a3-greedy.md`). Stops, with null, beyond `limit` knots.
 */
export function greedySweep(
  f: (x: number) => number,
  pieces: MonotonePieces,
  tolerance: number,
  limit = Infinity,
): StepApproximation | null {
  const [knots, levels]: [number[], number[]] = [[], []];
  const room = 2 * tolerance;
  let [low, high] = [pieces.y[0]!, pieces.y[0]!];
  for (let i = 1; i < pieces.x.length; i += 1) {
    let from = pieces.x[i - 1]!;
    let fromY = pieces.y[i - 1]!;
    const [to, toY] = [pieces.x[i]!, pieces.y[i]!];
    const rising = toY >= fromY;
    while (rising ? toY - low > room : high - toY > room) {
      const level = rising ? low + room : high - room;
      const x = crossing(f, from, fromY, to, toY, level, rising);
      levels.push(rising ? low + tolerance : high - tolerance);
      knots.push(x);
      if (knots.length > limit) return null;
      [from, fromY, low, high] = [x, level, level, level];
    }
    low = Math.min(low, toY);
    high = Math.max(high, toY);
  }
  levels.push((low + high) / 2);
  return { knots, levels };
}

/** Where the monotone f passes the level: regula falsi (Illinois) kept inside a bracket; the end at which f has not yet passed. */
function crossing(
  f: (x: number) => number,
  from: number,
  fromY: number,
  to: number,
  toY: number,
  level: number,
  rising: boolean,
): number {
  const sign = rising ? 1 : -1;
  let [a, b] = [from, to];
  let [fa, fb] = [sign * (fromY - level), sign * (toY - level)];
  let last = 0;
  for (let i = 0; i < 200; i += 1) {
    let x = fb === fa ? (a + b) / 2 : b - (fb * (b - a)) / (fb - fa);
    if (!(x > a && x < b) || i % 8 === 7) x = (a + b) / 2;
    if (x === a || x === b) break;
    const y = sign * (f(x) - level);
    if (y <= 0) {
      [a, fa] = [x, y];
      if (last === -1) fb /= 2;
      last = -1;
      if (y > -2e-16 * Math.abs(level)) break;
    } else {
      [b, fb] = [x, y];
      if (last === 1) fa /= 2;
      last = 1;
    }
  }
  return a;
}
