/**
 * Training steps of maxout networks, as one program per step: gather a batch, perturb it where the objective wants
 * that (§6: fast gradient sign examples made from the current model with dropout off; the controls: random noise),
 * dropout, forward, cost, backward, update. pylearn2's semantics: masks multiply the input of each layer.
 */
import { Batches } from "./batches.ts";
import {
  composeBackward,
  composeCost,
  type ComposedNetwork,
  composeForward,
  composeScore,
  type Composition,
} from "./compose.ts";
import {
  type Adversary,
  checkDifferentiable,
  composeAdversary,
  composeReaction,
} from "./compose_differentiable.ts";
import { composeDropout, composeDropoutGradient } from "./compose_dropout.ts";
import { composeHiddenPerturbation, composePerturbedImages } from "./compose_perturbation.ts";
import { composeUpdates, type UpdateCells } from "./compose_update.ts";
import type { HeapData } from "./heap_data.ts";
import { rowsOf } from "./maxout_layers.ts";
import { type Cell, type Program, ProgramBuilder } from "../program/program.ts";
import { Scalars } from "../program/scalars.ts";
import { part, type Region } from "../devices/wasm/shared_heap.ts";
import { readTotals, type Totals } from "../program/totals.ts";
import { type Half, halvesOf, type Objective, rowsOfStep, type TrainingOptions } from "./training_options.ts";

/** What changes from step to step. */
export interface StepOptions {
  /** Number of the step: the substream of all its random numbers. */
  readonly step: number;
  /** Where in the order the batch begins. */
  readonly offset: number;
  readonly learningRate: number;
  readonly momentum: number;
}

const CLEAN: Objective = { cleanWeight: 1 };

/** A composed training program with its parameters. */
export class MaxoutTraining implements Disposable {
  readonly #network: ComposedNetwork;
  readonly program: Program;
  readonly #scalars: Scalars;
  readonly #batches: Batches;
  readonly #batchRows: Cell<"cellInt">;
  readonly #totals: Region;
  readonly #step: Cell<"cellInt">;
  readonly #update: UpdateCells;

  constructor(network: ComposedNetwork, data: HeapData, options: TrainingOptions) {
    const { heap } = network.pool;
    const { batch, maxNorm = Infinity, l1 = 0, objective = CLEAN } = options;
    const needed = rowsOfStep(batch, objective);
    if (needed > network.memory.capacity) {
      throw new RangeError(
        `Cannot compose a program for ${needed} rows: the network was made for ${network.memory.capacity}`,
      );
    }
    this.#network = network;
    this.#scalars = new Scalars(heap);
    this.#batchRows = this.#scalars.int(batch);
    this.#batches = new Batches(heap, data, this.#batchRows, this.#scalars);
    this.#totals = heap.allocate(2 * 64);
    this.#step = this.#scalars.int(0);
    this.#update = {
      learningRate: this.#scalars.float(0),
      momentum: this.#scalars.float(0),
      maxNorm: this.#scalars.float(maxNorm),
      l1: this.#scalars.float(l1),
      zero: this.#scalars.float(0),
      biasRows: this.#scalars.int(0),
    };
    this.program = this.#compose(options);
  }

  /** The order in which images are visited: `order[offset + i]` is row i of a step's batch. */
  setOrder(order: Uint32Array): void {
    this.#batches.setOrder(order);
  }

  /**
   * Trains on one batch.
   *
   * @throws {RangeError} when the batch exceeds the data
   */
  step(options: StepOptions): void {
    const { step, offset, learningRate, momentum } = options;
    this.#batches.offset = offset;
    this.#step.value = step;
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
    this.#batches[Symbol.dispose]();
    heap.free(this.#totals);
  }

  #compose(options: TrainingOptions): Program {
    const { batch, dropout = [], objective = CLEAN } = options;
    const { layers, memory, head } = this.#network;
    const builder = new ProgramBuilder(this.#network.pool);
    const parts = halvesOf(objective, batch);
    const batchRows = this.#batchRows;
    const some = (first: number, count: number, rows = this.#scalars.int(count)): Composition => ({
      ...{ builder, layers, memory, first, rows, capacity: count, head },
    });
    const clean = some(0, batch, batchRows);
    const whole = some(0, parts.length * batch);
    const seenRegion = dropout[0] ? memory.dropped : memory.inputs;
    const seen = (first: number, count: number) =>
      rowsOf(seenRegion, memory.inputPitch, parts[0]!.first + first, count);
    const perturbation = objective.cleanWeight < 1 ? objective.perturbation : undefined;
    const perturbed = { clean, scalars: this.#scalars, step: this.#step };
    const rowOfPerturbed = whole.capacity - batch;

    this.#gather(builder, parts, perturbation?.kind);
    const adversary = perturbation?.kind === "differentiable"
      ? this.#adversary(perturbation.move, {
        images: some(whole.capacity, batch, batchRows),
        tangents: some(whole.capacity + batch, batch, batchRows),
        x: seen(whole.capacity, batch),
        v: seen(whole.capacity + batch, batch),
      })
      : undefined;
    const intervention = perturbation?.kind === "hidden"
      ? composeHiddenPerturbation(perturbed, perturbation, rowOfPerturbed)
      : undefined;
    if (perturbation && perturbation.kind !== "differentiable" && perturbation.kind !== "hidden") {
      composePerturbedImages(perturbed, perturbation);
    }
    const dropping = {
      builder,
      network: this.#network,
      scalars: this.#scalars,
      rows: batchRows,
      step: this.#step,
    };
    const masked = layers.map((_, i) => dropout[i + 1] != null);
    composeDropout(dropping, dropout, parts);
    composeForward(whole, seen(0, whole.capacity), masked, intervention);
    parts.forEach(({ weight, perturbed }, i) => {
      const half = some(i * batch, batch, batchRows);
      composeCost(half, half.first, batch, batchRows, this.#scalars.double(weight / batch), "exact");
      composeScore(half, half.first, batch, batchRows, part(this.#totals, perturbed ? 64 : 0, 64));
    });
    composeBackward(whole, masked, false);
    const rows = whole.capacity + (adversary ? 2 * batch : 0);
    this.#update.biasRows.value = rows - (adversary ? batch : 0);
    if (adversary) {
      const half = some(rowOfPerturbed, batch, batchRows);
      composeBackward(half, [], true, 0);
      const upstream = rowsOf(memory.inputGradient, memory.inputPitch, rowOfPerturbed, batch);
      if (dropout[0]) composeDropoutGradient(dropping, dropout[0], upstream);
      composeReaction(adversary, some(whole.capacity, 2 * batch), upstream);
    }
    composeUpdates(some(0, rows), seen(0, rows), this.#update);
    return builder.build();
  }

  /** Clean rows at the beginning of `inputs`, and again where hidden layers are perturbed; the labels of each half. */
  #gather(
    builder: ProgramBuilder,
    parts: readonly Half[],
    perturbation: NonNullable<Objective["perturbation"]>["kind"] | undefined,
  ): void {
    const { memory } = this.#network;
    const rows = this.#batchRows;
    const batch = rows.value;
    const pitch = memory.inputPitch;
    const gatherAt = (first: number) =>
      this.#batches.composeImages(builder, rowsOf(memory.inputs, pitch, first, batch), pitch);
    gatherAt(0);
    if (perturbation === "hidden") gatherAt(batch);
    parts.forEach((half, i) => {
      const output = rowsOf(memory.labels, 4, i * batch, batch);
      if (half.perturbed && perturbation === "rubbish") builder.emit("unlabel", { rows, output });
      else this.#batches.composeLabels(builder, output);
    });
  }

  /** The rows of a differentiable adversary, and the perturbed images in the second half of `inputs`. */
  #adversary(
    move: Adversary["move"],
    own: Pick<Adversary, "images" | "tangents" | "x" | "v">,
  ): Adversary {
    const { builder, memory, first, capacity: batch } = own.images;
    checkDifferentiable(own.images);
    const adversary = { ...own, move, scalars: this.#scalars };
    this.#batches.composeImages(builder, own.x, memory.inputPitch);
    this.#batches.composeLabels(builder, rowsOf(memory.labels, 4, first, batch));
    composeAdversary(adversary, rowsOf(memory.inputs, memory.inputPitch, batch, batch));
    return adversary;
  }
}
