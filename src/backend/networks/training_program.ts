/**
 * Training steps of networks, as one program per step: gather a batch, perturb it where the objective wants that (§6:
 * fast gradient sign examples made from the current model with dropout off; the controls: random noise), dropout,
 * forward, cost, backward, update. pylearn2's semantics: masks multiply the input of each layer.
 */
import type { Program } from "../program/device.ts";
import { ProgramBuilder } from "../program/program.ts";
import { NONE, part, type Region } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import { Scalars } from "../program/scalars.ts";
import { readTotals, type Totals } from "../program/totals.ts";
import { Batches } from "./batches.ts";
import { composeBackward, composeCost, composeForward, composeScore, composeUpdates } from "./compose.ts";
import { composeDifferentiable } from "./compose_differentiable.ts";
import { composeDropout } from "./compose_dropout.ts";
import { composeFgsm, composeHiddenPerturbation, composeNoise } from "./compose_perturbation.ts";
import type { DeviceImages } from "./device_images.ts";
import type { NetworkParts } from "./network_parts.ts";
import { Optimiser, type StepRates } from "./optimiser.ts";
import { type DropoutMemory, type Perturbed, Step } from "./step.ts";
import { type Half, halvesOf, type LayerDropout, type Objective, rowsOfStep } from "./training_options.ts";
import type { TrainingOptions } from "./training_options.ts";

/** What changes from step to step; the number of a step is the substream of all its random numbers. */
export interface StepOptions extends StepRates {
  /** Where in the order the batch begins. */
  readonly offset: number;
}

const TOTALS_BYTES = 64;

/** A composed training program with its scalars. */
export class TrainingProgram implements Disposable {
  /** What is run at every step. */
  readonly program: Program;
  readonly #network: NetworkParts;
  readonly #owned = new DisposableStack();
  readonly #scalars: Scalars;
  readonly #batches: Batches;
  readonly #totals: Region;
  readonly #number: Cell<"i32">;
  readonly #optimiser: Optimiser;

  constructor(network: NetworkParts, images: DeviceImages, options: TrainingOptions) {
    const { device, memory, layers } = network;
    const { batch, dropout = [], objective = CLEAN, costScale = 1 } = options;
    const needed = rowsOfStep(batch, objective);
    if (needed > memory.capacity) {
      throw new RangeError(
        `Cannot compose a program for ${needed} rows: the network was made for ${memory.capacity}`,
      );
    }
    const allocate = (bytes: number) => this.#owned.adopt(device.allocate(bytes), (own) => device.free(own));
    this.#network = network;
    const scalars = this.#scalars = this.#owned.use(new Scalars(device));
    const batchRows = scalars.int(batch);
    const number = this.#number = scalars.int(0);
    this.#batches = this.#owned.use(new Batches(device, images, batchRows, scalars));
    this.#totals = allocate(2 * TOTALS_BYTES);
    this.#optimiser = new Optimiser(scalars, options.optimiser, layers[0]!.name);
    const builder = new ProgramBuilder();
    const step = new Step({
      ...{ builder, network, scalars, batches: this.#batches, batchRows, number, dropout },
      halves: halvesOf(objective, batch),
      memory: dropoutMemory(network, dropout, allocate),
    });
    this.#compose(step, objective, costScale);
    this.program = this.#owned.use(device.compile(builder.instructions, scalars.region));
  }

  /** The order in which images are visited: `order[offset + i]` is row i of a step's batch. */
  setOrder(order: Uint32Array): void {
    this.#batches.setOrder(order);
  }

  /**
   * Trains on one batch after another.
   *
   * @throws {RangeError} when a batch exceeds the data
   */
  run(steps: readonly StepOptions[]): void {
    const values = steps.map((options) => {
      this.#batches.offset = options.offset;
      this.#number.value = options.step;
      this.#optimiser.prepare(options);
      return this.#scalars.values();
    });
    this.#network.device.run(this.program, values);
  }

  /** The training cost and errors, with dropout, since the last reset: of the clean and of the perturbed rows. */
  totals(): { clean: Totals; perturbed: Totals } {
    const values = this.#network.device.read(this.#totals, "f64");
    return { clean: readTotals(values.subarray(0, 5)), perturbed: readTotals(values.subarray(8, 13)) };
  }

  resetTotals(): void {
    this.#network.device.clear(this.#totals);
  }

  [Symbol.dispose](): void {
    this.#owned.dispose();
  }

  #compose(step: Step, objective: Objective, costScale: number): void {
    const { all, options: { halves, scalars, batchRows, memory: { masks } } } = step;
    gather(step, objective);
    const { intervention, reaction } = perturb(step, objective);
    composeDropout(step);
    composeForward(all, step.seen(all), masks, intervention);
    halves.forEach(({ weight, perturbed }, i) => {
      const half = step.half(i);
      composeCost(half, scalars.double(costScale * weight / batchRows.value), "exact");
      composeScore(half, part(this.#totals, perturbed ? TOTALS_BYTES : 0, TOTALS_BYTES));
    });
    composeBackward(all, step.seen(all), { masks, toInput: false });
    const { rows, tangents } = reaction?.() ?? { rows: all.capacity, tangents: 0 };
    const { cells } = this.#optimiser;
    if (cells.type === "momentum") cells.biasRows.value = rows - tangents;
    const updated = step.rows(0, rows);
    composeUpdates(updated, step.seen(updated), cells);
  }
}

const CLEAN: Objective = { cleanWeight: 1 };

/** Memory for the images after dropout, and for the masks of the layers above. */
function dropoutMemory(
  { layers, memory }: NetworkParts,
  dropout: readonly (LayerDropout | null)[],
  allocate: (bytes: number) => Region,
): DropoutMemory {
  return {
    dropped: dropout[0] ? allocate(memory.capacity * memory.inputPitch) : NONE,
    masks: layers.map(({ pitch }, i) => dropout[i + 1] ? allocate(memory.capacity * pitch) : NONE),
  };
}

/** Clean rows at the beginning of `inputs`, and again where hidden layers are perturbed; the labels of each half. */
function gather(step: Step, { perturbation }: Objective): void {
  const { batch, options: { builder, batches, batchRows: rows, halves, network: { memory } } } = step;
  const { inputPitch: pitch } = memory;
  const kind = halves.some(({ perturbed }) => perturbed) ? perturbation?.kind : undefined;
  batches.composeImages(builder, step.images(false), pitch);
  if (kind === "hidden") batches.composeImages(builder, step.images(true), pitch);
  halves.forEach((half: Half, i) => {
    const output = part(memory.labels, 4 * i * batch, 4 * batch);
    if (half.perturbed && kind === "rubbish") builder.emit("unlabel", { rows, output });
    else batches.composeLabels(builder, output);
  });
}

/** The perturbed half, where there is one. */
function perturb(step: Step, { perturbation }: Objective): Perturbed {
  if (!perturbation || !step.options.halves.some(({ perturbed }) => perturbed)) return {};
  switch (perturbation.kind) {
    case "fgsm":
      return composeFgsm(step, perturbation);
    case "hidden":
      return composeHiddenPerturbation(step, perturbation);
    case "differentiable":
      return composeDifferentiable(step, perturbation);
    default:
      return composeNoise(step, perturbation);
  }
}
