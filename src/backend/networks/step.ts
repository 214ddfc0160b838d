/** A training step while it is composed: which rows there are, and what they share. */
import type { ProgramBuilder } from "../program/program.ts";
import { NONE, type Region, rowsOf } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Batches } from "./batches.ts";
import type { Composition, Intervention, Masks } from "./compose.ts";
import type { NetworkParts } from "./network_parts.ts";
import type { Half, LayerDropout } from "./training_options.ts";

/** What dropout needs of memory; `NONE` where there is none. */
export interface DropoutMemory {
  /** [rows, inputs]: the images after dropout. */
  readonly dropped: Region;
  /** By layer, [rows, units]: what its output is multiplied by. */
  readonly masks: Masks;
}

/** What a step is composed of. */
export interface StepOptions {
  readonly builder: ProgramBuilder;
  readonly network: Pick<NetworkParts, "head" | "layers" | "memory">;
  readonly scalars: Scalars;
  readonly batches: Batches;
  /** How many rows a half has. */
  readonly batchRows: Cell<"i32">;
  /** The number of the step: the substream of its random numbers. */
  readonly number: Cell<"i32">;
  /** The halves that have a weight. */
  readonly halves: readonly Half[];
  readonly dropout: readonly (LayerDropout | null)[];
  readonly memory: DropoutMemory;
}

/** A step that is composed. */
export class Step {
  readonly options: StepOptions;
  /** Rows of a half. */
  readonly batch: number;
  /** The clean rows. */
  readonly clean: Composition;
  /** The rows of all halves; their gradients are those of the parameters. */
  readonly all: Composition;

  constructor(options: StepOptions) {
    this.options = options;
    this.batch = options.batchRows.value;
    this.clean = this.half(0);
    this.all = this.rows(0, options.halves.length * this.batch);
  }

  /** The rows of half i. */
  half(i: number): Composition {
    return this.rows(i * this.batch, this.batch, this.options.batchRows);
  }

  /** The perturbed half, which is the last. */
  get perturbed(): Composition {
    return this.half(this.options.halves.length - 1);
  }

  /** Rows `first` to `first + count`. */
  rows(first: number, count: number, rows = this.options.scalars.int(count)): Composition {
    const { builder, network } = this.options;
    return { builder, network, first, rows, capacity: count };
  }

  /** What the first layer sees in these rows, after dropout if there is any. */
  seen({ first, capacity }: Composition): Region {
    const { network: { memory }, memory: { dropped }, halves } = this.options;
    const from = dropped === NONE ? memory.inputs : dropped;
    return rowsOf(from, memory.inputPitch, halves[0]!.first + first, capacity);
  }

  /** The images of a half as they are: clean ones lie first, perturbed ones after them. */
  images(perturbed: boolean): Region {
    const { memory } = this.options.network;
    return rowsOf(memory.inputs, memory.inputPitch, perturbed ? this.batch : 0, this.batch);
  }

  /** The gradient by the input of these rows. */
  inputGradient({ first, capacity }: Composition): Region {
    const { memory } = this.options.network;
    return rowsOf(memory.inputGradient, memory.inputPitch, first, capacity);
  }
}

/** What a perturbation adds to a step besides its rows. */
export interface Perturbed {
  /** What is done to a hidden layer in the forward pass. */
  readonly intervention?: Intervention;
  /** Emits what comes after the backward pass, and returns how many rows the update has then, and which are tangents. */
  readonly reaction?: () => { readonly rows: number; readonly tangents: number };
}
