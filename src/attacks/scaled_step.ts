/**
 * Adding the gradient itself instead of its sign (§6): x + ε ‖g‖₁ g / ‖g‖₂², g = ∇ₓ J, which to first order raises the
 * cost as much as the sign step x + ε sign(g) does. Computed in float64 and rounded once, as the kernel of that name.
 */
import { unitPixels } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";
import { checkEpsilon } from "../numeric/checks.ts";

/**
 * Images moved along their gradient. An image without a gradient stays.
 *
 * @param x images [n, inputs], bytes or float32
 * @param labels [n] true class indices
 * @param epsilon size of the sign step of equal effect, >= 0
 * @returns float32 [n, inputs], not clipped
 * @throws {RangeError} when epsilon is negative or not finite
 */
export function scaledStep(
  model: Model,
  x: Pixels,
  labels: ArrayLike<number>,
  epsilon: number,
): Float32Array {
  checkEpsilon(epsilon);
  const gradients = model.inputGradient(x, labels, "direction");
  const images = unitPixels(x);
  for (let at = 0; at < images.length; at += model.inputs) {
    const g = gradients.subarray(at, at + model.inputs);
    let square = 0;
    let absolute = 0;
    for (const v of g) {
      square += v * v;
      absolute += Math.abs(v);
    }
    if (square === 0) continue;
    const factor = epsilon * absolute / square;
    for (let i = 0; i < g.length; i++) images[at + i] = images[at + i]! + factor * g[i]!;
  }
  return images;
}
