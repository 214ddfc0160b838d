/** How parameters follow their gradients: the optimisers, and the scalars that their instructions read. */
import type { Cell, Scalars } from "../program/scalars.ts";

/** An optimiser with what does not change from step to step. */
export type OptimiserOptions =
  | {
    /** Classical momentum (momentum 0: plain descent), as pylearn2 has it; the optimiser of weighted sums. */
    readonly type: "momentum";
    /** Largest norm of a weight row (default: no limit). */
    readonly maxNorm?: number;
    /** Coefficient of the sum of absolute weights of the first layer (default 0). */
    readonly l1?: number;
  }
  | {
    /** Kingma and Ba, "Adam", ICLR 2015, algorithm 1. */
    readonly type: "adam";
    /** Share of the mean gradient that a step keeps. */
    readonly beta1: number;
    /** Share of the mean squared gradient that a step keeps. */
    readonly beta2: number;
    /** What is added to the root of the mean square. */
    readonly epsilon: number;
    /** Whether all columns of a unit have the same β. */
    readonly sharedBeta: boolean;
  }
  | {
    /** Plain gradient descent. */
    readonly type: "descent";
    /** Whether all columns of a unit have the same β. */
    readonly sharedBeta: boolean;
  };

/** The scalars of momentum, for layers of weighted sums. */
export interface MomentumCells {
  readonly type: "momentum";
  readonly learningRate: Cell<"f32">;
  readonly momentum: Cell<"f32">;
  readonly maxNorm: Cell<"f32">;
  /** Coefficient of the sum of |w| over the layer `decayed`, and a zero for the others. */
  readonly l1: Cell<"f32">;
  readonly zero: Cell<"f32">;
  readonly decayed: string;
  /** Rows from this one on are tangents: they went through the layers without biases. */
  readonly biasRows: Cell<"i32">;
}

/** The scalars of rules that move each parameter by itself. */
export type ParameterCells =
  & { readonly sharedBeta: boolean }
  & (
    | {
      readonly type: "adam";
      readonly learningRate: Cell<"f32">;
      readonly beta1: Cell<"f32">;
      readonly beta2: Cell<"f32">;
      readonly epsilon: Cell<"f32">;
      /** 1 - β₁ᵗ and 1 - β₂ᵗ. */
      readonly correction1: Cell<"f32">;
      readonly correction2: Cell<"f32">;
      /** The smallest values of what may not, and of what may, be negative. */
      readonly zero: Cell<"f32">;
      readonly free: Cell<"f32">;
    }
    | {
      readonly type: "descent";
      /** -η. */
      readonly scale: Cell<"f32">;
      /** A scalar for so many rows of parameters. */
      readonly rows: (count: number) => Cell<"i32">;
    }
  );

/** What the layers' updates read. */
export type UpdateCells = MomentumCells | ParameterCells;

/** What the optimiser is told at every step. */
export interface StepRates {
  /** Number of the step, from 0. */
  readonly step: number;
  readonly learningRate: number;
  /** For the optimiser of that name. */
  readonly momentum: number;
}

/** An optimiser in a program. */
export class Optimiser {
  readonly cells: UpdateCells;
  readonly #options: OptimiserOptions;
  /** β₁ᵗ and β₂ᵗ, as running products over t steps. */
  #powers: readonly [number, number] = [1, 1];
  #steps = 0;

  /** @param decayed the name of the first layer, which has the L1 term */
  constructor(scalars: Scalars, options: OptimiserOptions, decayed: string) {
    this.#options = options;
    this.cells = cellsOf(scalars, options, decayed);
  }

  /** Sets the scalars for a step. */
  prepare({ step, learningRate, momentum }: StepRates): void {
    const { cells } = this;
    switch (cells.type) {
      case "momentum":
        cells.learningRate.value = learningRate;
        cells.momentum.value = momentum;
        return;
      case "descent":
        cells.scale.value = -learningRate;
        return;
      case "adam":
        this.#advance(step + 1);
        cells.learningRate.value = learningRate;
        cells.correction1.value = 1 - this.#powers[0];
        cells.correction2.value = 1 - this.#powers[1];
    }
  }

  /** Running products, because ECMAScript does not specify `Math.pow` to the bit. */
  #advance(steps: number): void {
    if (this.#options.type !== "adam") return;
    const { beta1, beta2 } = this.#options;
    for (; this.#steps < steps; this.#steps++) {
      this.#powers = [this.#powers[0] * beta1, this.#powers[1] * beta2];
    }
  }
}

function cellsOf(scalars: Scalars, options: OptimiserOptions, decayed: string): UpdateCells {
  if (options.type === "momentum") {
    const { maxNorm = Infinity, l1 = 0 } = options;
    return {
      type: "momentum",
      learningRate: scalars.float(0),
      momentum: scalars.float(0),
      maxNorm: scalars.float(maxNorm),
      l1: scalars.float(l1),
      zero: scalars.float(0),
      decayed,
      biasRows: scalars.int(0),
    };
  }
  const { sharedBeta } = options;
  if (options.type === "descent") {
    return { type: "descent", sharedBeta, scale: scalars.float(0), rows: (count) => scalars.int(count) };
  }
  return {
    type: "adam",
    sharedBeta,
    learningRate: scalars.float(0),
    beta1: scalars.float(options.beta1),
    beta2: scalars.float(options.beta2),
    epsilon: scalars.float(options.epsilon),
    correction1: scalars.float(1),
    correction2: scalars.float(1),
    zero: scalars.float(0),
    free: scalars.float(-Infinity),
  };
}
