/**
 * The attack that the paper's fast one replaces (§4): a perturbation r of least length with a given wrong label, by
 * box-constrained L-BFGS. Szegedy et al. minimise c‖r‖ + J(x + r, target) with x + r in [0, 1]ⁿ and search for c.
 * Theirs names no code; this variant is stated in full:
 *
 * - The objective is c‖r‖₂² + J, smooth at r = 0, where every search starts.
 * - The direction is that of limited-memory BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage",
 *   1980) for the pixels that are not held by a bound (Bertsekas, "Projected Newton methods for optimization problems
 *   with simple constraints", 1982); steps are projected to the box and halved until the decrease is sufficient.
 * - c is bisected geometrically, the same number of times for every image. It rises where the minimum has the target
 *   label and falls where it has not. The answer is the nearest point with that label among all that were evaluated.
 *
 * Szegedy, Zaremba, Sutskever, Bruna, Erhan, Goodfellow, Fergus, "Intriguing properties of neural networks", ICLR
 * 2014, section 4.1.
 */
import { intoRange, PIXEL_RANGE, unitPixels } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";
import { check, checkImages, checkLabels, checkWhole } from "../numeric/checks.ts";

/** How long to search. */
export interface LbfgsOptions {
  /** The range of c, both ends positive. */
  readonly penalties: readonly [number, number];
  /** Values of c that are tried, one at least. */
  readonly searches: number;
  /** Steps for each c. */
  readonly iterations: number;
  /** Pairs of differences that L-BFGS remembers. */
  readonly memory: number;
}

/** What was found for one image. */
export interface LbfgsFound {
  /** [inputs] the nearest image with the target label that was evaluated; null: none. */
  readonly image: Float32Array | null;
  /** The squared length of its perturbation; Infinity without one. */
  readonly square: number;
  /** How often the gradient was computed. */
  readonly gradients: number;
}

/** What the model says of one point. */
interface Answer {
  readonly loss: number;
  readonly gradient: Float32Array;
  readonly predicted: number;
}

/** A search that asks for points to be evaluated. */
type Search<T> = Generator<Float32Array, T, Answer>;

const BACKTRACKS = 10;
const SUFFICIENT_DECREASE = 1e-4;
/** A search ends when a step lowers the objective by less than this part of it. */
const LEAST_DECREASE = 1e-4;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** A point with its objective and gradient. */
interface Point {
  readonly x: Float32Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly predicted: number;
}

/** Two consecutive points' differences of position and gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/** -H g by the two-loop recursion, for the pixels that are free. */
function quasiNewton(gradient: Float64Array, free: Uint8Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g, j) => free[j] === 1 ? g : 0);
  const weights: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, curvature } = pairs[k]!;
    const weight = dot(step, q) / curvature;
    weights[k] = weight;
    for (let j = 0; j < q.length; j++) q[j]! -= weight * change[j]!;
  }
  const last = pairs.at(-1);
  const scale = last === undefined
    ? 1 / Math.max(1, Math.sqrt(dot(q, q)))
    : last.curvature / dot(last.change, last.change);
  for (let j = 0; j < q.length; j++) q[j]! *= scale;
  pairs.forEach(({ step, change, curvature }, k) => {
    const weight = weights[k]! - dot(change, q) / curvature;
    for (let j = 0; j < q.length; j++) q[j]! += weight * step[j]!;
  });
  return q.map((v, j) => free[j] === 1 ? -v : 0);
}

/** x + t d, projected to the box and rounded to float32. */
function projected(x: Float32Array, direction: Float64Array, t: number): Float32Array {
  return x.map((v, j) => intoRange(v + t * direction[j]!));
}

/** Minimises c‖x - origin‖² + J(x, target) in the box; `see` is told of every point. Returns the last one's label. */
function* descend(
  origin: Float32Array,
  penalty: number,
  { iterations, memory }: LbfgsOptions,
  see: (x: Float32Array, square: number, answer: Answer) => void,
): Search<number> {
  const evaluate = function* (x: Float32Array): Search<Point> {
    const answer = yield x;
    let square = 0;
    const gradient = Float64Array.from(x, (v, j) => {
      const r = v - origin[j]!;
      square += r * r;
      return answer.gradient[j]! + 2 * penalty * r;
    });
    see(x, square, answer);
    return { x, value: answer.loss + penalty * square, gradient, predicted: answer.predicted };
  };
  let here = yield* evaluate(origin);
  let pairs: Pair[] = [];
  for (let k = 0; k < iterations; k++) {
    const { x, gradient } = here;
    const { least, most } = PIXEL_RANGE;
    const free = Uint8Array.from(
      x,
      (v, j) => (v <= least && gradient[j]! > 0) || (v >= most && gradient[j]! < 0) ? 0 : 1,
    );
    let direction = quasiNewton(gradient, free, pairs);
    if (!(dot(direction, gradient) < 0)) {
      pairs = [];
      direction = quasiNewton(gradient, free, pairs);
    }
    let next: Point | null = null;
    for (let b = 0, t = 1; b < BACKTRACKS && next === null; b++, t /= 2) {
      const tried = yield* evaluate(projected(x, direction, t));
      const slope = tried.x.reduce((sum, v, j) => sum + gradient[j]! * (v - x[j]!), 0);
      if (slope < 0 && tried.value <= here.value + SUFFICIENT_DECREASE * slope) next = tried;
    }
    if (next === null) break;
    const step = Float64Array.from(x, (v, j) => next.x[j]! - v);
    const change = gradient.map((g, j) => next.gradient[j]! - g);
    const curvature = dot(step, change);
    if (curvature > 0) pairs = [...pairs, { step, change, curvature }].slice(-memory);
    const decrease = here.value - next.value;
    here = next;
    if (decrease < LEAST_DECREASE * Math.abs(here.value)) break;
  }
  return here.predicted;
}

/** The whole search for one image: larger c while the label is reached, smaller c while it is not. */
function* searchImage(origin: Float32Array, target: number, options: LbfgsOptions): Search<LbfgsFound> {
  let [low, high] = options.penalties;
  let image: Float32Array | null = null;
  let least = Infinity;
  let gradients = 0;
  for (let s = 0; s < options.searches; s++) {
    const penalty = s === 0 ? low : Math.sqrt(low * high);
    const end = yield* descend(origin, penalty, options, (x, square, { predicted }) => {
      gradients++;
      if (predicted === target && square < least) [image, least] = [x, square];
    });
    if (end === target) low = penalty;
    else if (s === 0) break; // the least weight on the length does not reach the label: no weight will
    else high = penalty;
  }
  return { image, square: least, gradients };
}

function checkOptions({ penalties: [low, high], searches, iterations, memory }: LbfgsOptions): void {
  const ends = `${low} to ${high}`;
  check(
    "attack",
    "the range of c",
    ends,
    low > 0 && low <= high && high < Infinity,
    "positive finite ends in order",
  );
  checkWhole("attack", "the number of searches", searches, 1);
  checkWhole("attack", "the number of steps", iterations, 0);
  checkWhole("attack", "the memory", memory, 1);
}

/**
 * Searches for the nearest image of each target label. The images are searched side by side, so that the model answers
 * many at once; no result depends on the others.
 *
 * @param x images [n, inputs], bytes or float32 in [0, 1]
 * @param targets [n] the label that each image should get
 * @throws {RangeError} when images or targets do not fit the model, or an option is out of range
 */
export function lbfgsAttack(
  model: Model,
  x: Pixels,
  targets: ArrayLike<number>,
  options: LbfgsOptions,
): readonly LbfgsFound[] {
  const { inputs } = model;
  checkLabels(targets, checkImages(x, inputs), model.classes);
  checkOptions(options);
  const origins = unitPixels(x);
  const searches = Array.from(targets, (target, i) => {
    const search = searchImage(origins.slice(i * inputs, (i + 1) * inputs), target, options);
    return { i, target, search, asked: search.next() };
  });
  const found: LbfgsFound[] = [];
  for (let open = searches; open.length > 0;) {
    const points = new Float32Array(open.length * inputs);
    open.forEach(({ asked }, k) => points.set(asked.value as Float32Array, k * inputs));
    const labels = open.map(({ target }) => target);
    const losses = model.losses(points, labels);
    const gradients = model.inputGradient(points, labels, "exact");
    const { predictions } = model.answers(points);
    open.forEach((one, k) => {
      const gradient = gradients.subarray(k * inputs, (k + 1) * inputs);
      one.asked = one.search.next({ loss: losses[k]!, gradient, predicted: predictions[k]! });
      if (one.asked.done) found[one.i] = one.asked.value;
    });
    open = open.filter(({ asked }) => !asked.done);
  }
  return found;
}
