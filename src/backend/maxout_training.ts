/**
 * Training steps of maxout networks, as one program per step: gather a batch, perturb it where the objective wants
 * that (§6: fast gradient sign examples made from the current model with dropout off; the controls: random noise),
 * dropout, forward, cost, backward, update. pylearn2's semantics: masks multiply the input of each layer.
 */
import {
  composeBackward,
  composeCost,
  composeForward,
  composeScore,
  composeUpdates,
  type Composition,
  type CostGradient,
  type Masked,
  type UpdateCells,
} from "./compose.ts";
import type { HeapData } from "./heap_data.ts";
import { rowsOf } from "./maxout_layers.ts";
import type { MaxoutNetwork } from "./maxout_network.ts";
import { type Cell, type Program, ProgramBuilder } from "./program.ts";
import { Scalars } from "./scalars.ts";
import { part, type Region } from "./shared_heap.ts";
import { readTotals, type Totals } from "./totals.ts";

/** The two words of a stream's key (`Rng.key`). */
export type Key = readonly [number, number];

/** Dropout on the input of one layer. */
export interface LayerDropout {
  /** Probability that an input is kept, 0 < keep <= 1. */
  readonly keep: number;
  /** What a kept input is multiplied by. */
  readonly scale: number;
  /** Key of the masks of the clean rows; draw i of substream `step` is element i of [batch, inputs]. */
  readonly key: Key;
  /** Key of the masks of the perturbed rows (default: the same masks). */
  readonly perturbedKey?: Key;
}

/** How rows are perturbed before the network sees them. */
export type Perturbation =
  | { readonly kind: "fgsm"; readonly epsilon: number; readonly gradient?: CostGradient }
  | { readonly kind: "uniform" | "sign"; readonly epsilon: number; readonly key: Key };

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
  /** Largest norm of a weight row (default: no limit). */
  readonly maxNorm?: number;
  /** Coefficient of the sum of absolute weights of the first layer (default 0). */
  readonly l1?: number;
}

/** What changes from step to step. */
export interface StepOptions {
  /** Number of the step: the substream of all its random numbers. */
  readonly step: number;
  /** Where in the order the batch begins. */
  readonly offset: number;
  readonly learningRate: number;
  readonly momentum: number;
}

/** One half of the rows of a step. */
interface Half {
  readonly first: number;
  readonly perturbed: boolean;
  readonly weight: number;
}

function halves({ cleanWeight, perturbation }: Objective, batch: number): Half[] {
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

/** A composed training program with its parameters. */
export class MaxoutTraining implements Disposable {
  readonly #network: MaxoutNetwork;
  readonly program: Program;
  readonly #scalars: Scalars;
  readonly #order: Region;
  readonly #totals: Region;
  readonly #step: Cell<"cellInt">;
  readonly #offset: Cell<"cellInt">;
  readonly #update: UpdateCells;
  readonly #count: number;
  readonly #batch: number;

  constructor(network: MaxoutNetwork, data: HeapData, options: TrainingOptions) {
    const { heap } = network.pool;
    const { batch, maxNorm = Infinity, l1 = 0 } = options;
    network.requireCapacity(2 * batch);
    this.#network = network;
    this.#batch = batch;
    this.#count = data.count;
    this.#scalars = new Scalars(heap);
    this.#order = heap.allocate(4 * data.count);
    this.#totals = heap.allocate(2 * 64);
    this.#step = this.#scalars.int(0);
    this.#offset = this.#scalars.int(0);
    this.#update = {
      learningRate: this.#scalars.float(0),
      momentum: this.#scalars.float(0),
      maxNorm: this.#scalars.float(maxNorm),
      l1: this.#scalars.float(l1),
      zero: this.#scalars.float(0),
    };
    this.setOrder(Uint32Array.from({ length: data.count }, (_, i) => i));
    this.program = this.#compose(data, options);
  }

  /** The order in which images are visited: `order[offset + i]` is row i of a step's batch. */
  setOrder(order: Uint32Array): void {
    if (order.length !== this.#count || order.some((i) => i >= this.#count)) {
      throw new RangeError(
        `Cannot set the order: found ${order.length} indices, expected ${this.#count} below that`,
      );
    }
    this.#network.pool.heap.u32(this.#order).set(order);
  }

  /**
   * Trains on one batch.
   *
   * @throws {RangeError} when the batch exceeds the data
   */
  step(options: StepOptions): void {
    const { step, offset, learningRate, momentum } = options;
    if (!(offset >= 0 && offset + this.#batch <= this.#count)) {
      throw new RangeError(`Cannot train: rows ${offset} to ${offset + this.#batch} of ${this.#count}`);
    }
    this.#step.value = step;
    this.#offset.value = offset;
    this.#update.learningRate.value = learningRate;
    this.#update.momentum.value = momentum;
    this.#network.pool.run(this.program);
  }

  /** The training cost and errors, with dropout, since the last reset: of the clean and of the perturbed rows. */
  totals(): { clean: Totals; perturbed: Totals } {
    const values = this.#network.pool.heap.f64(this.#totals);
    return { clean: readTotals(values.subarray(0, 5)), perturbed: readTotals(values.subarray(8, 13)) };
  }

  resetTotals(): void {
    this.#network.pool.heap.f64(this.#totals).fill(0);
  }

  [Symbol.dispose](): void {
    const { heap } = this.#network.pool;
    this.program[Symbol.dispose]();
    this.#scalars[Symbol.dispose]();
    heap.free(this.#order);
    heap.free(this.#totals);
  }

  #compose(data: HeapData, options: TrainingOptions): Program {
    const { batch, dropout = [], objective = { cleanWeight: 1 } } = options;
    const { layers, memory, head } = this.#network;
    const builder = new ProgramBuilder(this.#network.pool);
    const parts = halves(objective, batch);
    const batchRows = this.#scalars.int(batch);
    const rows = this.#scalars.int(parts.length * batch);
    const first = parts[0]!.first;
    const whole: Composition = { builder, layers, memory, rows, capacity: parts.length * batch, head };
    const inputs = (half: Half) => rowsOf(memory.inputs, memory.inputPitch, half.first, batch);

    this.#gather(builder, data, batchRows, parts);
    if (objective.perturbation && objective.cleanWeight < 1) {
      this.#perturb({ ...whole, rows: batchRows, capacity: batch }, objective.perturbation, batch);
    }
    const masked = layers.map((_, i) => dropout[i + 1] != null);
    this.#drop(builder, batchRows, dropout, parts, inputs);
    const seen = rowsOf(dropout[0] ? memory.dropped : memory.inputs, memory.inputPitch, first, rows.value);
    composeForward(whole, seen, masked);
    parts.forEach(({ weight, perturbed }, i) => {
      const scale = this.#scalars.double(weight / batch);
      composeCost({ ...whole }, i * batch, batch, batchRows, scale, "exact");
      composeScore(whole, i * batch, batch, batchRows, part(this.#totals, perturbed ? 64 : 0, 64));
    });
    composeBackward(whole, masked, false);
    composeUpdates(whole, seen, this.#update);
    return builder.build();
  }

  /** Clean rows at the beginning of `inputs`; the labels of each half. */
  #gather(builder: ProgramBuilder, data: HeapData, rows: Cell<"cellInt">, parts: readonly Half[]): void {
    const { memory } = this.#network;
    const { columns, labels } = data;
    const batch = rows.value;
    const index = this.#order;
    const offset = this.#offset;
    const pitch = memory.inputPitch;
    const output = rowsOf(memory.inputs, pitch, 0, batch);
    builder.emit(data.kind === "bytes" ? "gatherBytes" : "gatherFloats", {
      ...{ rows, data: data.images, index, offset, columns, output, pitch },
    });
    parts.forEach((_, i) => {
      builder.emit("gatherLabels", {
        ...{ rows, labels, index, offset, output: part(memory.labels, 4 * i * batch, 4 * batch) },
      });
    });
  }

  /** The perturbed copy of the clean rows, in the second half of `inputs`. */
  #perturb(c: Composition, perturbation: Perturbation, batch: number): void {
    const { builder, memory, rows } = c;
    const pitch = memory.inputPitch;
    const input = rowsOf(memory.inputs, pitch, 0, batch);
    const output = rowsOf(memory.inputs, pitch, batch, batch);
    const epsilon = this.#scalars.float(perturbation.epsilon);
    if (perturbation.kind === "fgsm") {
      const unmasked: Masked = [];
      composeForward(c, input, unmasked);
      composeCost(c, 0, batch, rows, this.#scalars.double(1), perturbation.gradient ?? "direction");
      composeBackward(c, unmasked, true);
      const gradient = rowsOf(memory.inputGradient, pitch, 0, batch);
      builder.emit("signStep", { rows, epsilon, input, gradient, output, pitch });
      return;
    }
    const columns = c.layers[0]!.inputs;
    const key = this.#scalars.words(...perturbation.key);
    const substream = this.#step;
    builder.emit(perturbation.kind === "uniform" ? "uniformNoise" : "signNoise", {
      ...{ rows, columns, key, substream, epsilon, input, output, pitch },
    });
  }

  /** Dropout of the inputs, and the masks of the hidden layers. */
  #drop(
    builder: ProgramBuilder,
    rows: Cell<"cellInt">,
    dropout: readonly (LayerDropout | null)[],
    parts: readonly Half[],
    inputs: (half: Half) => Region,
  ): void {
    const { layers, memory } = this.#network;
    const batch = rows.value;
    dropout.forEach((own, layer) => {
      if (!own) return;
      if (!(own.keep > 0 && own.keep <= 1)) {
        throw new RangeError(
          `Cannot compose dropout: ${own.keep} of the inputs are kept, expected 0 < keep <= 1`,
        );
      }
      const threshold = this.#scalars.int(Math.round(own.keep * 2 ** 32) - 1);
      const scale = this.#scalars.float(own.scale);
      const columns = layers[layer]!.inputs;
      parts.forEach((half, i) => {
        const key = this.#scalars.words(...(half.perturbed ? own.perturbedKey ?? own.key : own.key));
        const common = { rows, columns, key, substream: this.#step, threshold, scale };
        if (layer === 0) {
          const output = rowsOf(memory.dropped, memory.inputPitch, half.first, batch);
          builder.emit("dropout", { ...common, input: inputs(half), output, pitch: memory.inputPitch });
        } else {
          const { mask, pitch } = memory.layers[layer - 1]!;
          builder.emit("mask", { ...common, output: rowsOf(mask, pitch, i * batch, batch), pitch });
        }
      });
    });
  }
}
