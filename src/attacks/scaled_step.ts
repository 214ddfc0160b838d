/**
 * Adding the gradient itself instead of its sign (§6): x + ε ‖g‖₁ g / ‖g‖₂², g = ∇ₓ J, which to first order raises the
 * cost as much as the sign step x + ε sign(g) does. Computed in float64 and rounded once, as the kernel of that name.
 */
import { unitPixels } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";
import { checkEpsilon } from "../numeric/checks.ts";
import { dot, l1Norm } from "../numeric/sums.ts";
import type { StepAttack, Steps } from "./attack.ts";
import { euclidean, lengths } from "./distance.ts";

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
  return steps(model, x, labels)(epsilon);
}

function steps(model: Model, x: Pixels, labels: ArrayLike<number>): Steps {
  const { inputs } = model;
  const gradients = model.inputGradient(x, labels, "direction");
  const each = Array.from({ length: gradients.length / inputs }, (_, i) => {
    const g = gradients.subarray(i * inputs, (i + 1) * inputs);
    return { at: i * inputs, g, absolute: l1Norm(g), square: dot(g, g) };
  });
  return (epsilon) => {
    const images = unitPixels(x);
    for (const { at, g, absolute, square } of each) {
      if (square === 0) continue;
      const factor = epsilon * absolute / square;
      for (let i = 0; i < g.length; i++) images[at + i] = images[at + i]! + factor * g[i]!;
    }
    return images;
  };
}

/** ε ‖g‖₁ / ‖g‖₂, how far the step moves each image: [n]. */
function reach(model: Model, x: Float32Array, labels: ArrayLike<number>, epsilon: number): Float64Array {
  const { inputs } = model;
  const gradients = model.inputGradient(x, labels, "direction");
  return lengths(gradients, inputs).map((length, i) =>
    length === 0 ? 0 : epsilon * l1Norm(gradients.subarray(i * inputs, (i + 1) * inputs)) / length
  );
}

/** The scaled step as an attack that can be declared and checked. */
export function scaledStepAttack({ epsilon }: { readonly epsilon: number }): StepAttack {
  return {
    kind: "scaled-step",
    name: "scaled step",
    gradient: "direction",
    targeted: false,
    steps,
    ...euclidean(epsilon, (model, x, labels) => reach(model, x, labels, epsilon)),
  };
}
