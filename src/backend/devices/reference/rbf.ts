/**
 * Radial basis functions (§7): units with a centre μ and a diagonal β >= 0, each [units, columns], and the logit
 * z = -Σ β (x - μ)², in float32; d = x - μ. `rowMeans` and `exponential` compute in float64 and round once.
 */
import { exp } from "./elementary.ts";
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** z = -Σ (β d) d over the columns. */
export function rbfForward(o: Resolved<"rbfForward">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let u = 0; u < o.units; u++) {
      let q = 0;
      for (let c = 0; c < o.columns; c++) {
        const d = f(o.input[r * o.pitch + c]! - o.mu[u * o.pitch + c]!);
        q = f(q + f(f(o.beta[u * o.pitch + c]! * d) * d));
      }
      o.output[r * o.outputPitch + u] = -q;
    }
  }
}

/** ∂μ = (2 β) Σ g d and ∂β = -Σ (g d) d over the rows of the batch, g the gradient by the logits. */
export function rbfGradient(o: Resolved<"rbfGradient">): void {
  for (let u = 0; u < o.units; u++) {
    for (let c = 0; c < o.pitch; c++) {
      const i = u * o.pitch + c;
      let first = 0, second = 0;
      for (let r = 0; r < o.rows; r++) {
        const d = f(o.input[r * o.pitch + c]! - o.mu[i]!);
        const term = f(o.gradient[r * o.gradientPitch + u]! * d);
        first = f(first + term);
        second = f(second + f(term * d));
      }
      o.muGradient[i] = 2 * o.beta[i]! * first; // doubling is exact
      o.betaGradient[i] = -second;
    }
  }
}

/** ∂x = -2 Σ (g β) d over the units. */
export function rbfInputGradient(o: Resolved<"rbfInputGradient">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.pitch; c++) {
      let sum = 0;
      for (let u = 0; u < o.units; u++) {
        const d = f(o.input[r * o.pitch + c]! - o.mu[u * o.pitch + c]!);
        const weight = f(o.gradient[r * o.gradientPitch + u]! * o.beta[u * o.pitch + c]!);
        sum = f(sum + f(weight * d));
      }
      o.output[r * o.pitch + c] = -2 * sum;
    }
  }
}

/** Every element becomes the mean of its row, added in the order of the columns. */
export function rowMeans(o: Resolved<"rowMeans">): void {
  for (let u = 0; u < o.units; u++) {
    const row = o.values.subarray(u * o.pitch, u * o.pitch + o.columns);
    row.fill(row.reduce((sum, v) => sum + v, 0) / o.columns);
  }
}

/** e^x. */
export function exponential(o: Resolved<"exponential">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) o.output[r * o.pitch + c] = exp(o.input[r * o.pitch + c]!);
  }
}
