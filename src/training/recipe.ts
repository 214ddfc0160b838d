/** How a model is trained, as plain data: every choice that changes a number is here. */
import type { Objective } from "./objective.ts";

/** How the parameters follow their gradient. */
export type Optimiser =
  | {
    /** Kingma and Ba, "Adam", ICLR 2015, algorithm 1. */
    readonly type: "adam";
    /** The step size α. */
    readonly learningRate: number;
    /** Share of the mean gradient that a step keeps. */
    readonly beta1: number;
    /** Share of the mean squared gradient that a step keeps. */
    readonly beta2: number;
    /** What is added to the root of the mean square. */
    readonly epsilon: number;
  }
  | {
    /** Plain gradient descent. */
    readonly type: "descent";
    /** The step size. */
    readonly learningRate: number;
  };

/** Dropout of a layer's input (Srivastava et al. 2014), as pylearn2 does it: kept units are multiplied by `scale`. */
export interface DropoutRate {
  /** Probability with which a unit is kept. */
  readonly keep: number;
  /** What a kept unit is multiplied by. */
  readonly scale: number;
}

/** Stochastic gradient descent with classical momentum and pylearn2's schedules. */
export interface Recipe {
  /** What is minimised. */
  readonly objective: Objective;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images of a minibatch. */
  readonly batch: number;
  /** Initial weights are uniform on (-initialRange, initialRange); biases are 0. */
  readonly initialRange: number;
  /** The step size η. */
  readonly learningRate: {
    /** At the first update. */
    readonly initial: number;
    /** After every update the rate is divided by this. */
    readonly decay: number;
    /** The rate never falls below this. */
    readonly minimum: number;
  };
  /** The share of the velocity that an update keeps. */
  readonly momentum: {
    /** In the first epoch. */
    readonly initial: number;
    /** From epoch `saturates` on. */
    readonly final: number;
    /** The epoch, counted from 1, from which the momentum is `final`; before it grows linearly. */
    readonly saturates: number;
  };
  /** Largest L2 norm of a column of any weight matrix (the incoming weights of a piece or class), or null. */
  readonly maxNorm: number | null;
  /** Dropout of the images and of the inputs of all later layers, or null. */
  readonly dropout: { readonly input: DropoutRate; readonly hidden: DropoutRate } | null;
  /** Coefficient of the sum of absolute weights of the first layer, as pylearn2's L1WeightDecay; absent: none. */
  readonly l1?: number;
}

/** A constant learning rate without momentum. */
export function plainDescent(learningRate: number): Pick<Recipe, "learningRate" | "momentum"> {
  return {
    learningRate: { initial: learningRate, decay: 1, minimum: 0 },
    momentum: { initial: 0, final: 0, saturates: 1 },
  };
}

/** Training of networks of radial basis functions (§7). */
export interface RbfRecipe {
  /** The summed Bernoulli cost of clean images. */
  readonly objective: Extract<Objective, { type: "clean" }>;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images of a minibatch. */
  readonly batch: number;
  /** The initial β of each layer; the centres begin as `initialiseRbf()` says. */
  readonly initialBeta: readonly number[];
  /** Whether all pixels of a class have the same β. */
  readonly sharedBeta: boolean;
  /** How the parameters follow the gradient. */
  readonly optimiser: Optimiser;
}

/** Whether a recipe is one for radial basis functions. */
export function isRbfRecipe<R extends object>(recipe: R): recipe is Extract<R, { optimiser: Optimiser }> {
  return "optimiser" in recipe;
}
