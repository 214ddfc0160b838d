/**
 * What a training program is composed from: dropout, and the objectives of §6 and appendix A. In all of them the
 * batch's clean rows have the weight α and rows that were made from them, or from nothing, the rest.
 */
import type { CostGradient } from "./compose.ts";
import type { OptimiserOptions } from "./optimiser.ts";

/** The two words of a stream's key (`Rng.key`). */
export type Key = readonly [number, number];

/** What decides the mask of one layer's input. */
export interface DropoutMask {
  /** Probability that an input is kept, 0 < keep <= 1. */
  readonly keep: number;
  /** What a kept input is multiplied by. */
  readonly scale: number;
  /** Key of the stream of draws. */
  readonly key: Key;
}

/** Dropout on the input of one layer. */
export interface LayerDropout extends DropoutMask {
  /** Key of the masks of the clean rows; draw i of substream `step` is element i of [batch, inputs]. */
  readonly key: Key;
  /** Key of the masks of the perturbed rows (default: the same masks). */
  readonly perturbedKey?: Key;
}

/** ε sign(g), g the gradient. */
export interface SignMove {
  /** By signs. */
  readonly kind: "sign";
  /** Size of the step. */
  readonly epsilon: number;
}

/** A turn towards the gradient that keeps the norm. */
export interface RotationMove {
  /** By an angle. */
  readonly kind: "rotation";
  /** 0 to 90. */
  readonly degrees: number;
}

/** ε ‖g‖₁ g / ‖g‖₂²: along the gradient, and to first order as effective as `SignMove`. */
export interface ScaledMove {
  /** By a multiple of the gradient. */
  readonly kind: "scaled";
  /** Size of the sign step of equal effect. */
  readonly epsilon: number;
}

/** How rows are perturbed, by what is perturbed. */
export type Perturbation =
  /** Images along the sign of their gradient. */
  | {
    readonly kind: "fgsm";
    readonly epsilon: number;
    readonly gradient: CostGradient;
    /** Whether it is the gradient under the clean rows' masks (default: without dropout). */
    readonly dropout?: boolean;
  }
  /** Images with noise. */
  | { readonly kind: "uniform" | "sign"; readonly epsilon: number; readonly key: Key }
  /** Images of nothing but noise, N(0, 1) for each pixel, that belong to no class (appendix A). */
  | { readonly kind: "rubbish"; readonly key: Key }
  /**
   * The output of hidden layer `layer` (from 0) moves along the gradient that it has without dropout; how far is a
   * constant to the gradient of the parameters (§6).
   */
  | {
    readonly kind: "hidden";
    readonly layer: number;
    readonly move: SignMove | RotationMove;
    readonly gradient: CostGradient;
  }
  /** Images along their gradient, which the gradient of the parameters flows through (§6). Softmax and maxout alone. */
  | {
    readonly kind: "differentiable";
    readonly move: ScaledMove | RotationMove;
    /** Whose derivative the instructions know. */
    readonly gradient: "direction";
  };

/** What is minimised: `cleanWeight` · J(x) + (1 - `cleanWeight`) · J(perturbed x). */
export interface Objective {
  /** 1: clean rows alone; 0: perturbed rows alone; the paper's α = .5: both. */
  readonly cleanWeight: number;
  readonly perturbation?: Perturbation;
}

/** What a training program is composed from. */
export interface TrainingOptions {
  readonly batch: number;
  /** One for each layer, `null` where there is none; default: none anywhere. */
  readonly dropout?: readonly (LayerDropout | null)[];
  readonly objective?: Objective;
  /** What the cost of every row is multiplied by (default 1). */
  readonly costScale?: number;
  readonly optimiser: OptimiserOptions;
}

/** How many rows of a network's memory a step takes. */
export function rowsOfStep(batch: number, { cleanWeight, perturbation }: Objective): number {
  if (cleanWeight === 1 || !perturbation) return batch;
  return (perturbation.kind === "differentiable" ? 4 : 2) * batch;
}

/** One half of the rows of a step. */
export interface Half {
  /** Where its images lie in the network's memory. */
  readonly first: number;
  readonly perturbed: boolean;
  readonly weight: number;
}

/**
 * The halves that have a weight.
 *
 * @throws {RangeError} for a weight out of range, or below 1 without a perturbation
 */
export function halvesOf({ cleanWeight, perturbation }: Objective, batch: number): Half[] {
  if (!(cleanWeight >= 0 && cleanWeight <= 1) || (cleanWeight < 1 && !perturbation)) {
    throw new RangeError(
      `Cannot compose training: the clean weight is ${cleanWeight}, expected 0 to 1, below 1 with a perturbation`,
    );
  }
  const all = [
    { first: 0, perturbed: false, weight: cleanWeight },
    { first: batch, perturbed: true, weight: 1 - cleanWeight },
  ];
  return all.filter(({ weight }) => weight > 0);
}
