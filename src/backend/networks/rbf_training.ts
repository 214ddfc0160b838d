/**
 * Training steps of networks of radial basis functions, as one program per step: gather a batch, forward, cost,
 * backward, and a step of Adam or of plain gradient descent. β stays at or above 0.
 */
import { Batches } from "./batches.ts";
import { composeCost, composeScore, type CostComposition } from "./compose.ts";
import type { HeapData } from "./heap_data.ts";
import { type Cell, type Program, ProgramBuilder } from "../program/program.ts";
import type { ComposedRbfNetwork, RbfLayer, RbfParameter } from "./rbf_layers.ts";
import { Scalars } from "../program/scalars.ts";
import { NONE, type Region } from "../devices/wasm/shared_heap.ts";
import { readTotals, type Totals } from "../program/totals.ts";

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

/** What a training program is composed from. */
export interface RbfTrainingOptions {
  readonly batch: number;
  readonly optimiser: Optimiser;
  /** Whether all columns of a unit have the same β. */
  readonly sharedBeta: boolean;
  /** Steps that the network's moments have seen already (default 0). */
  readonly steps?: number;
}

/** A composed training program. */
export class RbfTraining implements Disposable {
  readonly program: Program;
  readonly #network: ComposedRbfNetwork;
  readonly #scalars: Scalars;
  readonly #batches: Batches;
  readonly #rows: Cell<"cellInt">;
  readonly #totals: Region;
  readonly #optimiser: Optimiser;
  readonly #corrections: readonly [Cell<"cellFloat">, Cell<"cellFloat">];
  /** β₁ᵗ and β₂ᵗ, as running products. */
  #powers: readonly [number, number] = [1, 1];

  constructor(network: ComposedRbfNetwork, data: HeapData, options: RbfTrainingOptions) {
    const { heap } = network.pool;
    if (options.batch > network.memory.capacity) {
      throw new RangeError(
        `Cannot compose a program for ${options.batch} rows: the network was made for ${network.memory.capacity}`,
      );
    }
    this.#network = network;
    this.#optimiser = options.optimiser;
    this.#scalars = new Scalars(heap);
    this.#rows = this.#scalars.int(options.batch);
    this.#batches = new Batches(heap, data, this.#rows, this.#scalars);
    this.#totals = heap.allocate(64);
    this.#corrections = [this.#scalars.float(1), this.#scalars.float(1)];
    for (let step = 0; step < (options.steps ?? 0); step++) this.#advance();
    this.program = this.#compose(options);
  }

  /** The order in which images are visited. */
  setOrder(order: Uint32Array): void {
    this.#batches.setOrder(order);
  }

  /**
   * Trains on the batch that begins at `offset` of the order.
   *
   * @throws {RangeError} when the batch exceeds the data
   */
  step(offset: number): void {
    this.#batches.offset = offset;
    this.#advance();
    this.#corrections.forEach((cell, i) => cell.value = 1 - this.#powers[i]!);
    this.#network.pool.run(this.program);
  }

  /** The training cost and errors since the last reset. */
  totals(): Totals {
    return readTotals(this.#network.pool.heap.f64(this.#totals));
  }

  resetTotals(): void {
    this.#network.pool.heap.f64(this.#totals).fill(0);
  }

  [Symbol.dispose](): void {
    this.program[Symbol.dispose]();
    this.#batches[Symbol.dispose]();
    this.#scalars[Symbol.dispose]();
    this.#network.pool.heap.free(this.#totals);
  }

  #advance(): void {
    if (this.#optimiser.type !== "adam") return;
    const { beta1, beta2 } = this.#optimiser;
    this.#powers = [this.#powers[0] * beta1, this.#powers[1] * beta2];
  }

  #compose({ batch, sharedBeta }: RbfTrainingOptions): Program {
    const network = this.#network;
    const { layers, memory, head } = network;
    const rows = this.#rows;
    const builder = new ProgramBuilder(network.pool);
    const c: CostComposition = { builder, layers, memory, head };
    this.#batches.composeImages(builder, memory.inputs, memory.inputPitch);
    this.#batches.composeLabels(builder, memory.labels);
    network.composeForward(builder, rows);
    composeCost(c, 0, batch, rows, this.#scalars.double(1 / batch), "exact");
    composeScore(c, 0, batch, rows, this.#totals);
    network.composeHiddenGradients(builder, rows);
    layers.forEach((layer, i) => {
      const { units, gradient, pitch, inputPitch, mu, beta } = layer;
      const input = i === 0 ? memory.inputs : layers[i - 1]!.output;
      builder.emit("rbfGradient", {
        ...{ rows, units, gradient, gradientPitch: pitch, input, pitch: inputPitch },
        ...{ mu: mu.values, beta: beta.values, muGradient: mu.gradient, betaGradient: beta.gradient },
      });
      if (sharedBeta) {
        const values = beta.gradient;
        builder.emit("rowMeans", { units, columns: layer.inputs, values, pitch: inputPitch });
      }
    });
    const follow = this.#optimiser.type === "adam"
      ? this.#adam(builder, this.#optimiser)
      : this.#descent(builder, this.#optimiser.learningRate);
    for (const layer of layers) {
      follow(layer, layer.mu, false);
      follow(layer, layer.beta, true);
    }
    return builder.build();
  }

  #adam(builder: ProgramBuilder, optimiser: Extract<Optimiser, { type: "adam" }>) {
    const scalars = this.#scalars;
    const [correction1, correction2] = this.#corrections;
    const common = {
      learningRate: scalars.float(optimiser.learningRate),
      beta1: scalars.float(optimiser.beta1),
      beta2: scalars.float(optimiser.beta2),
      epsilon: scalars.float(optimiser.epsilon),
      correction1,
      correction2,
    };
    const [free, zero] = [scalars.float(-Infinity), scalars.float(0)];
    return ({ units, inputPitch: pitch }: RbfLayer, parameter: RbfParameter, nonNegative: boolean) => {
      const { values: parameters, gradient, mean, square } = parameter;
      builder.emit("adam", {
        ...{
          ...common,
          units,
          pitch,
          gradient,
          parameters,
          mean,
          square,
          minimum: nonNegative ? zero : free,
        },
      });
    };
  }

  #descent(builder: ProgramBuilder, learningRate: number) {
    const scale = this.#scalars.float(-learningRate);
    return (
      { units, inputs, inputPitch: pitch }: RbfLayer,
      parameter: RbfParameter,
      nonNegative: boolean,
    ) => {
      const rows = this.#scalars.int(units);
      const { values, gradient } = parameter;
      builder.emit("addScaled", { rows, a: values, b: gradient, scale, output: values, pitch });
      if (nonNegative) {
        builder.emit("activation", {
          ...{ rows, columns: inputs, kind: 0, input: values, mask: NONE, output: values, pitch },
        });
      }
    };
  }
}
