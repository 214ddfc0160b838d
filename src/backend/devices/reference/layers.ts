/**
 * Maxout and linear layers: forward, gradient by the input, and the update of the parameters. Weights are
 * [units · pieces, inputs]. Every sum starts at +0 and takes its terms in increasing order, each product and each sum
 * rounded to float32.
 *
 * Terms of 0 (blank pixels, dropped units, pieces that lost) are added like any other, so a device may as well skip
 * them: x + (±0) = x but for x = -0, and no sum here is ever -0, since +0 + (-0) = +0 and x - x = +0. Weights and
 * inputs must be finite for it (0 · ∞ is not 0).
 */
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** max over pieces p of Σ x[k] W[p][k] + b[p], the first of equal ones; times the mask. */
export function forward(o: Resolved<"forward">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let u = 0; u < o.units; u++) {
      let largest = 0, winner = 0;
      for (let p = 0; p < o.pieces; p++) {
        const row = u * o.pieces + p;
        let sum = 0;
        for (let k = 0; k < o.columns; k++) {
          sum = f(sum + f(o.input[r * o.inputPitch + k]! * o.weights[row * o.weightPitch + k]!));
        }
        sum = f(sum + o.bias[row]!);
        if (p === 0 || sum > largest) largest = sum, winner = p;
      }
      const i = r * o.outputPitch + u;
      o.output[i] = o.mask ? largest * o.mask[i]! : largest;
      if (o.winners) o.winners[i] = winner;
    }
  }
}

/** ∂x[k] = Σ over units of g[u] W[winner of u][k]; times the mask of x. */
export function inputGradient(o: Resolved<"inputGradient">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let k = 0; k < o.weightPitch; k++) {
      let sum = 0;
      for (let u = 0; u < o.units; u++) {
        const at = r * o.gradientPitch + u;
        const row = u * o.pieces + (o.winners ? o.winners[at]! : 0);
        sum = f(sum + f(o.gradient[at]! * o.weights[row * o.weightPitch + k]!));
      }
      const i = r * o.weightPitch + k;
      o.output[i] = o.mask ? sum * o.mask[i]! : sum;
    }
  }
}

/** For every weight row the step by its gradient and the limit of its norm, and the step of its bias. */
export function update(o: Resolved<"update">): void {
  for (let row = 0; row < o.units * o.pieces; row++) {
    updateWeights(o, row);
    limitNorm(o, row);
    updateBias(o, row);
  }
}

/** The gradient by the sum of this row of the weights in sample r: 0 where another piece won. */
function coefficient(o: Resolved<"update">, row: number, r: number): number {
  const u = Math.floor(row / o.pieces), at = r * o.gradientPitch + u;
  const winner = o.winners ? o.winners[at]! : 0;
  return winner === row % o.pieces ? o.gradient[at]! : 0;
}

/** g[k] = Σ over samples of coefficient · x[k] + l1 · sign(w); v = momentum · v - rate · g; w += v. */
function updateWeights(o: Resolved<"update">, row: number): void {
  for (let k = 0; k < o.weightPitch; k++) {
    const i = row * o.weightPitch + k, w = o.weights[i]!;
    let g = 0;
    for (let r = 0; r < o.rows; r++) g = f(g + f(coefficient(o, row, r) * o.input[r * o.inputPitch + k]!));
    g = f(g + o.l1 * Math.sign(w));
    const v = f(f(o.momentum * o.velocity[i]!) - f(o.learningRate * g));
    o.velocity[i] = v;
    o.weights[i] = w + v;
  }
}

/** w *= maxNorm / ‖w‖ where ‖w‖ exceeds it; the squares are added by `inFourSums`. */
function limitNorm(o: Resolved<"update">, row: number): void {
  const w = o.weights.subarray(row * o.weightPitch, (row + 1) * o.weightPitch);
  const norm = f(Math.sqrt(inFourSums(w.length, (k) => f(w[k]! * w[k]!))));
  if (norm > o.maxNorm) {
    const scale = f(o.maxNorm / norm);
    for (let k = 0; k < w.length; k++) w[k]! *= scale;
  }
}

/** The same step for the bias, on which samples from `biasRows` on have no influence. */
function updateBias(o: Resolved<"update">, row: number): void {
  let g = 0;
  for (let r = 0; r < Math.min(o.rows, o.biasRows); r++) g = f(g + coefficient(o, row, r));
  const v = f(f(o.momentum * o.biasVelocity[row]!) - f(o.learningRate * g));
  o.biasVelocity[row] = v;
  o.bias[row]! += v;
}

/**
 * t'[u] = Σ t[k] W[winner of u][k], by `inFourSums`: the tangent of a layer's output along that of its input, without
 * bias, through pieces that won elsewhere.
 */
export function tangent(o: Resolved<"tangent">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let u = 0; u < o.units; u++) {
      const i = r * o.outputPitch + u;
      const winner = o.winners ? o.winners[i]! : 0;
      const t = r * o.inputPitch, w = (u * o.pieces + winner) * o.weightPitch;
      o.output[i] = inFourSums(o.inputPitch, (k) => f(o.input[t + k]! * o.weights[w + k]!));
      if (o.outputWinners) o.outputWinners[i] = winner;
    }
  }
}

/** Σ of `count` terms as four sums of k mod 4 = 0 … 3, then (sum 0 + sum 2) + (sum 1 + sum 3). */
function inFourSums(count: number, term: (k: number) => number): number {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) sums[k % 4] = f(sums[k % 4]! + term(k));
  return f(f(sums[0] + sums[2]) + f(sums[1] + sums[3]));
}
