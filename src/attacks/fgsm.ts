/**
 * The fast gradient sign method (§4): x̃ = x + ε sign(∇ₓ J(θ, x, y)). As in the paper the result is not clipped to
 * the range of pixels, and the labels are the true ones. A pixel whose gradient is exactly 0 stays as it is.
 */
import type { CostGradient, Dropout, Model, Pixels } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { StepAttack } from "./attack.ts";
import { maxNorm } from "./distance.ts";
import { stepAlong } from "./step.ts";

/**
 * Adversarial versions of `x`.
 *
 * @param x images [n, inputs], bytes or float32 in [0, 1]
 * @param labels [n] true class indices
 * @param epsilon the largest change of a pixel, >= 0, in units of the pixel range
 * @param gradient which gradient's sign is taken: "float32" (default, the claims' primary reading) is that of frameworks
 *   which round the probability first, and loses the label's part for confident models; "exact" and "direction" are that
 *   of real numbers, "clipped" is 0 where the model is sure
 * @returns float32 [n, inputs]
 * @throws {RangeError} when epsilon is negative or not finite, a label is no class or a pixel not finite
 *
 * Goodfellow, Shlens, Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015, section 4.
 */
export function fgsm(
  model: Model,
  x: Pixels,
  labels: ArrayLike<number>,
  epsilon: number,
  gradient: CostGradient = "float32",
): Float32Array {
  return stepAlong(x, gradientSigns(model, x, labels, gradient), epsilon);
}

function modelUnder(rates: Dropout, model: Model, rng: Rng): Model {
  if (model.underDropout) return model.underDropout(rates, rng);
  throw new RangeError("Cannot attack under dropout: the model has none, expected a network with dropout");
}

/** sign(∇ₓ J), -1, 0 or 1 for each pixel: int8 [n, inputs]. */
export function gradientSigns(
  model: Model,
  x: Pixels,
  labels: ArrayLike<number>,
  gradient: CostGradient = "float32",
): Int8Array {
  const values = model.inputGradient(x, labels, gradient);
  const signs = new Int8Array(values.length);
  for (let i = 0; i < signs.length; i++) signs[i] = values[i]! > 0 ? 1 : values[i]! < 0 ? -1 : 0;
  return signs;
}

/** FGSM as an attack. */
export interface FgsmAttack {
  /** Size of the step, in units of the pixel range. */
  readonly epsilon: number;
  /** Which gradient's sign is taken. */
  readonly gradient: CostGradient;
  /** Dropout that is on while the gradient is taken, and the stream of its masks (default: off). */
  readonly dropout?: { readonly rates: Dropout; readonly rng: Rng };
}

/**
 * FGSM of size ε as an attack that can be declared and checked. Its steps throw a `RangeError` for dropout on a model that
 * has none.
 */
export function fgsmAttack({ epsilon, gradient, dropout }: FgsmAttack): StepAttack {
  return {
    kind: "fgsm",
    name: `FGSM, ${gradient}${dropout ? ", under dropout" : ""}`,
    gradient,
    ...(dropout ? { dropout: true } : {}),
    targeted: false,
    steps(model, x, labels) {
      const attacked = dropout ? modelUnder(dropout.rates, model, dropout.rng) : model;
      const signs = gradientSigns(attacked, x, labels, gradient);
      return (size) => stepAlong(x, signs, size);
    },
    ...maxNorm(epsilon),
  };
}
