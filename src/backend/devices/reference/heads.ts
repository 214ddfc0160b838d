/**
 * Output layers: from logits z to each row's cost, its gradient by z, prediction and confidence, in float64 in the
 * order of the classes; a gradient is rounded to float32 when it is stored.
 *
 * The kinds of gradient: "exact", times `scale`; "direction", divided by the row's largest element, so that nothing
 * underflows on its way to the pixels; "float32", what float32 arithmetic makes of it: p is rounded, then p - 1 formed,
 * which is 0 at the label of a model that is sure. `CostGradient` in networks/compose.ts has the reasons.
 */
import { log } from "../../../numeric/elementary.ts";
import { exp, expm1, logistic, softplus } from "./elementary.ts";
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** Where costs read logits and write gradients. */
type Logits = { readonly classes: number; readonly logits: Float32Array; readonly pitch: number };

/** The logits of row r. */
function logitsOf({ logits, pitch, classes }: Logits, r: number): number[] {
  return Array.from(logits.subarray(r * pitch, r * pitch + classes));
}

/** The class of the largest logit, the first of equal ones. */
function predictionOf(z: readonly number[]): number {
  return z.indexOf(Math.max(...z));
}

/** Σ of numbers in order, from 0. */
function sumOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0);
}

/**
 * p = e^z / Σ e^z; the cost is -log p[y], its gradient p - [c = y]. At the label p - 1 is minus the sum of the others,
 * so that it does not vanish for a confident model. All exponents are relative to the largest logit.
 */
export function softmax(o: Resolved<"softmax">): void {
  for (let r = 0; r < o.rows; r++) {
    const z = logitsOf(o, r), y = o.labels[r]!;
    const largest = Math.max(...z);
    const e = z.map((v) => exp(v - largest));
    const sum = sumOf(e);
    o.confidences[r] = 1 / sum;
    o.predictions[r] = predictionOf(z);
    if (y < 0 || y >= o.classes) {
      softmaxOfNoClass(o, r, e, sum);
      continue;
    }
    o.losses[r] = log(sum) - (z[y]! - largest);
    const others = sumOf(e.filter((_, c) => c !== y));
    const divisor = o.kind === "direction" ? others : sum;
    const factor = divisor > 0 ? (o.kind === "exact" ? o.scale : 1) / divisor : 0;
    e.forEach((own, c) => {
      const gradient = o.kind === "float32"
        ? f(own * factor) - (c === y ? 1 : 0)
        : (c === y ? -others : own) * factor;
      o.gradient[r * o.pitch + c] = gradient;
    });
  }
}

/** A row of no class: every class is the target with 1 / classes. */
function softmaxOfNoClass(o: Resolved<"softmax">, r: number, e: readonly number[], sum: number): void {
  const z = logitsOf(o, r), largest = Math.max(...z);
  const target = 1 / o.classes;
  o.losses[r] = log(sum) - sumOf(z.map((v) => v - largest)) * target;
  const p = e.map((v) => v / sum);
  const steepest = Math.max(...p.map((v) => Math.abs(v - target)));
  const factor = o.kind === "direction" ? (steepest > 0 ? 1 / steepest : 0) : o.scale;
  p.forEach((v, c) => {
    o.gradient[r * o.pitch + c] = o.kind === "float32" ? f(v) - f(target) : (v - target) * factor;
  });
}

/**
 * p = 1 / (1 + e^-z) for each class by itself; the cost is Σ over classes of the binary cross-entropy, its gradient
 * p - [c = y]. A single class has the label, 0 or 1, as its target; a row of no class has zeros.
 */
export function bernoulli(o: Resolved<"bernoulli">): void {
  for (let r = 0; r < o.rows; r++) {
    const z = logitsOf(o, r), y = o.labels[r]!;
    const largest = Math.max(...z);
    const target = (c: number) => o.classes === 1 ? y === 1 : c === y;
    o.losses[r] = sumOf(z.map((v, c) => softplus(target(c) ? -v : v)));
    o.confidences[r] = logistic(o.classes === 1 ? Math.abs(largest) : largest);
    o.predictions[r] = o.classes === 1 ? Number(largest > 0) : predictionOf(z);
    const exact = z.map((v, c) => target(c) ? -logistic(-v) : logistic(v));
    const steepest = Math.max(...exact.map(Math.abs));
    const factor = o.kind === "direction" ? (steepest > 0 ? 1 / steepest : 0) : o.scale;
    exact.forEach((own, c) => {
      const gradient = o.kind === "float32" ? f(logistic(z[c]!)) - (target(c) ? 1 : 0) : own * factor;
      o.gradient[r * o.pitch + c] = gradient;
    });
  }
}

/** Below 2^-24, where e^-q rounds to 1 in float32, a quadratic form q of another class counts as this. */
const SMALLEST = 2 ** -24;

/**
 * p = e^z, z = -q <= 0, for each class by itself, with the same binary cross-entropy: q at the label, -log(1 - e^-q)
 * elsewhere. The gradients are -1 and 1 / (e^q - 1); "float32" leaves them without scale.
 */
export function rbfCost(o: Resolved<"rbfCost">): void {
  for (let r = 0; r < o.rows; r++) {
    const z = logitsOf(o, r), y = o.labels[r]!;
    const q = z.map((v) => Math.max(-v, SMALLEST));
    o.losses[r] = sumOf(z.map((v, c) => c === y ? -v : -log(-expm1(-q[c]!))));
    o.confidences[r] = exp(Math.max(...z));
    o.predictions[r] = predictionOf(z);
    const exact = q.map((v, c) => c === y ? -1 : 1 / expm1(v));
    const steepest = Math.max(1, ...exact);
    const factor = o.kind === "direction" ? 1 / steepest : o.kind === "exact" ? o.scale : 1;
    exact.forEach((own, c) => o.gradient[r * o.pitch + c] = own * factor);
  }
}

/**
 * The derivative of the softmax cost along tangents t of the logits, with "direction" gradients, is
 * D = Σ t (p - [c = y]) / (1 - p[y]), the denominator held constant. Its gradient by t is the factor of t; by the
 * logits a[c] = p[c] (t[c] - Σ p t) / (1 - p[y]) for c ≠ y, and a[y] = -Σ a, since they add up to 0.
 */
export function softmaxTangent(o: Resolved<"softmaxTangent">): void {
  for (let r = 0; r < o.rows; r++) {
    const z = logitsOf(o, r), t = logitsOf({ ...o, logits: o.tangents }, r), y = o.labels[r]!;
    const largest = Math.max(...z);
    const e = z.map((v) => exp(v - largest));
    const others = sumOf(e.filter((_, c) => c !== y));
    const factor = others > 0 ? 1 / others : 0;
    const mean = sumOf(e.map((v, c) => v * (t[c]! - t[y]!))) / sumOf(e); // Σ p t = t[y] + mean
    const share = e.map((v) => v * factor);
    const a = share.map((v, c) => c === y ? 0 : v * (t[c]! - t[y]! - mean));
    a[y] = -sumOf(a);
    share[y] = -(others * factor);
    o.gradient.set(a, r * o.pitch);
    o.tangentGradient.set(share, r * o.pitch);
  }
}
