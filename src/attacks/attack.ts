/**
 * What an attack is: perturbed images of a size, and what it takes to tell whether they are what they claim to be.
 * Each kind is a file beside this one with a factory of such records, and a line in `kinds.ts`.
 */
import type { CostGradient, Model, Pixels } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { AttackKind } from "./kinds.ts";

/** Perturbed images [n, inputs] of a size >= 0; the gradient is computed once, whatever the sizes. */
export type Steps = (size: number) => Float32Array;

/** How far something is from what it should be, and how far rounding may take it. */
export interface Excess {
  /** >= 0, in the unit of the size. */
  readonly deviation: number;
  /** The deviation that float32 alone may cause. */
  readonly allowed: number;
}

/** What an attack of any kind is known by. */
export interface AttackIdentity {
  /** Names the version of its code in `ATTACKS`. */
  readonly kind: AttackKind;
  /** For people: "FGSM, float32". */
  readonly name: string;
  /** The reading of the gradient that it follows. */
  readonly gradient: CostGradient;
  /** Whether that is the gradient under dropout (default: without). */
  readonly dropout?: boolean;
}

/** An attack of a size: one step along the gradient. */
export interface StepAttack extends AttackIdentity {
  /** The size with which it is made: ε in units of the pixel range, or degrees. */
  readonly size: number;
  /** Whether the labels are the classes to be reached; else they are the true ones, to be left. */
  readonly targeted: boolean;
  /** The way from images [n, inputs] along their gradients; size 0 changes nothing. */
  steps(model: Model, x: Pixels, labels: ArrayLike<number>): Steps;
  /** Images [n, inputs] as far from `x` as `moved` is, in a random direction. */
  control(x: Float32Array, moved: Float32Array, inputs: number, rng: Rng): Float32Array;
  /** How far `moved`, made with the attack's size, is from having it. */
  excess(model: Model, x: Float32Array, labels: ArrayLike<number>, moved: Float32Array): Excess;
}

/** What a search found for one image. */
export interface Nearest {
  /** [inputs] the nearest image with the target label that was evaluated; null: none. */
  readonly image: Float32Array | null;
  /** The squared length of its perturbation; Infinity without one. */
  readonly square: number;
  /** How often the gradient was computed. */
  readonly gradients: number;
}

/** An attack that finds its size: it searches for the nearest images in [0, 1] that a model takes for the targets. */
export interface SearchAttack extends AttackIdentity {
  /** What is found for each of the images [n, inputs] with its target [n]. */
  search(model: Model, x: Pixels, targets: ArrayLike<number>): readonly Nearest[];
}

/** An attack that can be declared and checked. */
export type Attack = StepAttack | SearchAttack;

/**
 * Images perturbed by an attack of its own size.
 *
 * @param x images [n, inputs], bytes or float32
 * @param labels [n] the classes to be left, or for a targeted attack those to be reached
 * @returns float32 [n, inputs]
 * @throws {RangeError} when images or labels do not fit the model
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { startEngine } from "../backend/engine.ts";
 * import { NetworkModel } from "../models/mod.ts";
 * import { fgsmAttack } from "./fgsm.ts";
 * using engine = await startEngine({ threads: 1 });
 * const parameters = { "y/W": new Float32Array([1, -2]), "y/b": new Float32Array(1) };
 * using model = new NetworkModel(engine, { type: "logistic", inputs: 2 }, parameters);
 * const attack = fgsmAttack({ epsilon: 0.25, gradient: "float32" });
 * assertEquals(perturb(attack, model, new Float32Array([0.5, 0.5]), [1]), new Float32Array([0.25, 0.75]));
 * ```
 */
export function perturb(
  attack: StepAttack,
  model: Model,
  x: Pixels,
  labels: ArrayLike<number>,
): Float32Array {
  return attack.steps(model, x, labels)(attack.size);
}
