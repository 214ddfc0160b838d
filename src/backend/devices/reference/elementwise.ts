/**
 * Element by element. Here as in all files of this folder, `f` rounds the result of an operation to float32; where the
 * result is stored in a float32 array, storing rounds it. Padding holds zeros and gets zeros.
 */
import { logistic } from "./elementary.ts";
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** x + ε sign(g), sign(0) = 0: the fast gradient sign step (§4). */
export function signStep(o: Resolved<"signStep">): void {
  for (let i = 0; i < o.rows * o.pitch; i++) {
    const g = o.gradient[i]!;
    const step = g > 0 ? o.epsilon : g < 0 ? 0 - o.epsilon : 0; // not -0, which -ε may be
    o.output[i] = o.input[i]! + step;
  }
}

/** The gradient of rows whose label has a probability e^-loss from 1e-7 to 1 - 1e-7; of the others 0. */
export function clipCost({ rows, losses, gradient, pitch }: Resolved<"clipCost">): void {
  const least = 1.0000000500000033e-7, most = 16.11809565095832; // -log1p(-1e-7), -log(1e-7)
  for (let r = 0; r < rows; r++) {
    if (losses[r]! >= least && losses[r]! <= most) continue;
    for (let c = 0; c < pitch; c++) gradient[r * pitch + c] = 0;
  }
}

/** max(0, x) or 1 / (1 + e^-x), the latter in float64 and rounded; times the mask. */
export function activation(o: Resolved<"activation">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const i = r * o.pitch + c, x = o.input[i]!;
      const y = o.kind === "sigmoid" ? f(logistic(x)) : x > 0 ? x : 0;
      o.output[i] = o.mask ? y * o.mask[i]! : y;
    }
  }
}

/** g where x > 0, else 0; or g (y (1 - y)) with y = 1 / (1 + e^-x). */
export function activationGradient(o: Resolved<"activationGradient">): void {
  for (let i = 0; i < o.rows * o.pitch; i++) {
    const x = o.input[i]!, g = o.gradient[i]!;
    const y = f(logistic(x));
    o.gradient[i] = o.kind === "sigmoid" ? g * f(y * f(1 - y)) : x > 0 ? g : 0;
  }
}

/** x · factor. */
export function multiply(o: Resolved<"multiply">): void {
  for (let i = 0; i < o.rows * o.pitch; i++) o.output[i] = o.input[i]! * o.factor[i]!;
}

/** a + scale · b. */
export function addScaled(o: Resolved<"addScaled">): void {
  for (let i = 0; i < o.rows * o.pitch; i++) o.output[i] = o.a[i]! + f(o.scale * o.b[i]!);
}

/** √Σ x², added in float64 in the order of the row. */
export function rowNorms(o: Resolved<"rowNorms">): void {
  for (let r = 0; r < o.rows; r++) {
    let squares = 0;
    for (let c = 0; c < o.pitch; c++) squares += o.input[r * o.pitch + c]! * o.input[r * o.pitch + c]!;
    o.output[r] = Math.sqrt(squares);
  }
}
