/** How parameters follow their gradient, as plain data. */
import {
  choice,
  type Completed,
  defaulted,
  number,
  object,
  type Schema,
  variants,
  whole,
} from "../schema/mod.ts";

/** A step size that falls from update to update, as pylearn2's `ExponentialDecay`. */
export interface LearningRate {
  /** At the first update. */
  readonly initial: number;
  /** After every update the rate is divided by this (default 1: it stays). */
  readonly decay?: number;
  /** The rate never falls below this (default 0). */
  readonly minimum?: number;
}

/** The share of the velocity that an update keeps, as pylearn2's `MomentumAdjustor`. */
export interface MomentumSchedule {
  /** In the first epoch, 0 to below 1. */
  readonly initial: number;
  /** From epoch `saturates` on, 0 to below 1. */
  readonly final: number;
  /** The epoch, counted from 1, from which the momentum is `final`; before it grows linearly. */
  readonly saturates: number;
}

/** Gradient descent with classical momentum. */
export interface Momentum {
  /** Which optimiser it is. */
  readonly type: "momentum";
  /** The step size by update. */
  readonly learningRate: LearningRate;
  /** The momentum by epoch. */
  readonly momentum: MomentumSchedule;
}

/** Plain gradient descent. */
export interface Descent {
  /** Which optimiser it is. */
  readonly type: "descent";
  /** The step size. */
  readonly learningRate: number;
}

/** Kingma and Ba, "Adam", ICLR 2015, algorithm 1. The defaults are the authors'. */
export interface Adam {
  /** Which optimiser it is. */
  readonly type: "adam";
  /** The step size α. */
  readonly learningRate: number;
  /** Share of the mean gradient that a step keeps, 0 to below 1 (default 0.9). */
  readonly beta1?: number;
  /** Share of the mean squared gradient that a step keeps, 0 to below 1 (default 0.999). */
  readonly beta2?: number;
  /** What is added to the root of the mean square (default 1e-8). */
  readonly epsilon?: number;
}

/** How parameters follow their gradient. */
export type Optimiser = Momentum | Descent | Adam;

const positive = number({ above: 0 });
const share = number({ least: 0, below: 1 });

/** What a falling step size must be. */
export const LEARNING_RATE: Schema<LearningRate, Completed<LearningRate, "decay" | "minimum">> = object<
  LearningRate,
  "decay" | "minimum"
>({
  initial: positive,
  decay: defaulted(positive, 1),
  minimum: defaulted(number({ least: 0 }), 0),
});

/** What the constants of Adam must be. */
export const ADAM: Schema<Adam, Completed<Adam, "beta1" | "beta2" | "epsilon">> = object<
  Adam,
  "beta1" | "beta2" | "epsilon"
>({
  type: choice("adam"),
  learningRate: positive,
  beta1: defaulted(share, 0.9),
  beta2: defaulted(share, 0.999),
  epsilon: defaulted(number({ least: 0 }), 1e-8),
});

/** What an optimiser must be. */
export const OPTIMISER: Schema<Optimiser> = variants<Optimiser, "type">("type", {
  momentum: object<Momentum>({
    type: choice("momentum"),
    learningRate: LEARNING_RATE,
    momentum: object<MomentumSchedule>({ initial: share, final: share, saturates: whole(1) }),
  }),
  descent: object<Descent>({ type: choice("descent"), learningRate: positive }),
  adam: ADAM,
});

/** Versions of the optimisers: raised when their numbers move. */
export const OPTIMISER_VERSIONS: Readonly<Record<Optimiser["type"], number>> = Object.freeze({
  momentum: 1,
  descent: 1,
  adam: 1,
});
