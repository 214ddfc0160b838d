/**
 * Evaluation of networks without dropout: errors, confidences, losses, logits and input gradients over a
 * range of images, in batches as large as the network's memory; the batch size cannot be seen in any result.
 * With an epsilon, of the images' fast gradient sign examples (§4): x + ε sign(∇ₓJ), true labels, no clipping.
 */
import {
  composeCost,
  composeScore,
  type CostComposition,
  type CostGradient,
  type CostMemory,
} from "./compose.ts";
import type { HeapData } from "./heap_data.ts";
import { rowsOf, type Units } from "./maxout_layers.ts";
import type { LayerMemory } from "./network_memory.ts";
import { readTotals, type Totals } from "./totals.ts";
import type { Pool } from "./pool.ts";
import { type Cell, type Program, ProgramBuilder } from "./program.ts";
import { Scalars } from "./scalars.ts";
import { NONE, type Region } from "./shared_heap.ts";

/** The memory of a network that an evaluation reads and writes. */
export interface EvaluationMemory extends CostMemory {
  readonly layers: readonly (CostMemory["layers"][number] & Partial<Pick<LayerMemory, "winners" | "sums">>)[];
  /** The most rows there may be. */
  readonly capacity: number;
  /** Bytes per row of `inputs` and `inputGradient`. */
  readonly inputPitch: number;
  readonly inputs: Region;
  readonly inputGradient: Region;
}

/** What an evaluation needs of a network. */
export interface EvaluableNetwork extends Pick<CostComposition, "head"> {
  readonly pool: Pool;
  /** From the input on; the last one gives the logits. */
  readonly layers: readonly (Pick<Units, "units"> & Partial<Units>)[];
  readonly shape: { readonly inputs: number; readonly classes: number };
  readonly memory: EvaluationMemory;
  /** Composes the logits of the rows of `memory.inputs`. */
  composeForward(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
  /** Composes the gradient by those rows, from that by the logits. */
  composeBackward(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
}

/** Which images. */
export interface Range {
  readonly from?: number;
  readonly count?: number;
}

/** What an evaluation found; the arrays have one entry per image. */
export interface EvaluationResult extends Totals {
  readonly predictions: Int32Array;
  readonly confidences: Float64Array;
  readonly losses: Float64Array;
  /** [count, classes]. */
  readonly logits: Float32Array;
}

/** What a hidden layer of `units` units did for a number of images. */
export interface HiddenLayer {
  /** How many. */
  readonly units: number;
  /** [count, units]: the outputs. */
  readonly outputs: Float32Array;
  /** [count, units]: the winning piece of each maxout unit; null for other units. */
  readonly winners: Uint8Array | null;
  /** [count, units]: the sums before the activation function; null where there is none. */
  readonly sums: Float32Array | null;
}

/** Which images the programs see. */
export interface EvaluationOptions {
  /** Size of the fast gradient sign step (default 0: the images as they are). */
  readonly epsilon?: number;
  /** The gradient whose sign is taken (default "direction"). */
  readonly gradient?: CostGradient;
}

/** Composed evaluation programs over one data set. */
export class Evaluation implements Disposable {
  readonly #network: EvaluableNetwork;
  readonly #data: HeapData;
  readonly #scalars: Scalars;
  readonly #rows: Cell<"cellInt">;
  readonly #offset: Cell<"cellInt">;
  readonly #order: Region;
  readonly #labels: Region;
  readonly #totals: Region;
  readonly #score: Program;
  readonly #gradients = new Map<CostGradient, Program>();
  readonly #craft: Program;
  #backFromLogits: Program | undefined;
  readonly #epsilon: number;
  readonly #attack: CostGradient;

  constructor(
    network: EvaluableNetwork,
    data: HeapData,
    { epsilon = 0, gradient = "direction" }: EvaluationOptions,
  ) {
    const { heap } = network.pool;
    this.#network = network;
    this.#data = data;
    this.#epsilon = epsilon;
    this.#attack = gradient;
    this.#scalars = new Scalars(heap);
    this.#rows = this.#scalars.int(0);
    this.#offset = this.#scalars.int(0);
    this.#order = heap.allocate(4 * data.count);
    heap.u32(this.#order).set(Uint32Array.from({ length: data.count }, (_, i) => i));
    this.#labels = data.labels === NONE ? heap.allocate(data.count + 16) : data.labels;
    this.#totals = heap.allocate(64);
    this.#score = this.#program((builder) => {
      this.#inputs(builder);
      network.composeForward(builder, this.#rows);
      const c = this.#cost(builder, "exact");
      composeScore(c, 0, network.memory.capacity, this.#rows, this.#totals);
    });
    this.#craft = this.#program((builder) => this.#inputs(builder));
  }

  /** Errors, confidences and losses; sums are added in the order of the images. */
  evaluate(range: Range = {}): EvaluationResult {
    const { heap } = this.#network.pool;
    const { memory, shape } = this.#network;
    const { from, count } = this.#range(range);
    const top = memory.layers.at(-1)!;
    const predictions = new Int32Array(count);
    const confidences = new Float64Array(count);
    const losses = new Float64Array(count);
    const logits = new Float32Array(count * shape.classes);
    heap.f64(this.#totals).fill(0);
    this.#batches(this.#score, from, count, (at, rows) => {
      predictions.set(heap.i32(memory.predictions).subarray(0, rows), at);
      confidences.set(heap.f64(memory.confidences).subarray(0, rows), at);
      losses.set(heap.f64(memory.losses).subarray(0, rows), at);
      unpad(heap.f32(top.output), top.pitch / 4, rows, shape.classes, logits, at);
    });
    return { ...readTotals(heap.f64(this.#totals)), predictions, confidences, losses, logits };
  }

  /** The gradient of each image's own cost by its pixels, of the given kind: float32 [count, inputs]. */
  inputGradients(range: Range = {}, kind: CostGradient = "exact"): Float32Array {
    const program = this.#gradients.get(kind) ?? this.#backward(kind);
    this.#gradients.set(kind, program);
    return this.#collect(program, range, this.#network.memory.inputGradient);
  }

  /**
   * Σₖ gₖ ∇ₓ logitₖ of each image, for given g: the gradient of whatever has the gradient g by the logits.
   *
   * @param gradients [count, classes]
   * @returns float32 [count, inputs]
   * @throws {RangeError} when there are not as many gradients as images
   */
  pullback(gradients: Float32Array, range: Range = {}): Float32Array {
    const { from, count } = this.#range(range);
    const { pool, memory, shape } = this.#network;
    const { classes, inputs } = shape;
    if (gradients.length !== count * classes) {
      throw new RangeError(
        `Cannot pull back ${gradients.length} numbers, expected ${count} images × ${classes} logits`,
      );
    }
    const back = this.#backFromLogits ??= this.#program((builder) =>
      this.#network.composeBackward(builder, this.#rows)
    );
    const top = memory.layers.at(-1)!;
    const out = new Float32Array(count * inputs);
    this.#batches(this.#score, from, count, (at, rows) => {
      const gradient = pool.heap.f32(top.gradient);
      for (let r = 0; r < rows; r++) {
        const first = (at + r) * classes;
        gradient.set(gradients.subarray(first, first + classes), r * top.pitch / 4);
      }
      pool.run(back);
      unpad(pool.heap.f32(memory.inputGradient), memory.inputPitch / 4, rows, inputs, out, at);
    });
    return out;
  }

  /** The images as the network sees them, perturbed if there is an epsilon: float32 [count, inputs]. */
  images(range: Range = {}): Float32Array {
    return this.#collect(this.#craft, range, this.#network.memory.inputs);
  }

  /** What the hidden layers do, from the input on. */
  hidden(range: Range = {}): HiddenLayer[] {
    const { from, count } = this.#range(range);
    const { pool: { heap }, layers, memory } = this.#network;
    const found = layers.slice(0, -1).map(({ units, pieces = 1, activation }) => ({
      units,
      outputs: new Float32Array(count * units),
      winners: pieces > 1 ? new Uint8Array(count * units) : null,
      sums: activation ? new Float32Array(count * units) : null,
    }));
    this.#batches(this.#score, from, count, (at, rows) => {
      found.forEach(({ units, outputs, winners, sums }, i) => {
        const own = memory.layers[i]!;
        const pitch = own.pitch / 4;
        unpad(heap.f32(own.output), pitch, rows, units, outputs, at);
        if (winners) unpad(heap.u8(own.winners!), pitch, rows, units, winners, at);
        if (sums) unpad(heap.f32(own.sums!), pitch, rows, units, sums, at);
      });
    });
    return found;
  }

  [Symbol.dispose](): void {
    const { heap } = this.#network.pool;
    for (const owned of [this.#score, this.#craft, this.#scalars, ...this.#gradients.values()]) {
      owned[Symbol.dispose]();
    }
    this.#backFromLogits?.[Symbol.dispose]();
    heap.free(this.#order);
    heap.free(this.#totals);
    if (this.#labels !== this.#data.labels) heap.free(this.#labels);
  }

  #range({ from = 0, count = this.#data.count - from }: Range): { from: number; count: number } {
    if (
      !(Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0) ||
      from + count > this.#data.count
    ) {
      throw new RangeError(
        `Cannot evaluate images ${from} to ${from + count}: there are ${this.#data.count}`,
      );
    }
    return { from, count };
  }

  #collect(program: Program, range: Range, region: Region): Float32Array {
    const { from, count } = this.#range(range);
    const { pool, memory, shape } = this.#network;
    const out = new Float32Array(count * shape.inputs);
    this.#batches(program, from, count, (at, rows) => {
      unpad(pool.heap.f32(region), memory.inputPitch / 4, rows, shape.inputs, out, at);
    });
    return out;
  }

  #batches(program: Program, from: number, count: number, take: (at: number, rows: number) => void): void {
    const { pool, memory } = this.#network;
    for (let at = 0; at < count; at += memory.capacity) {
      this.#rows.value = Math.min(memory.capacity, count - at);
      this.#offset.value = from + at;
      pool.run(program);
      take(at, this.#rows.value);
    }
  }

  #program(compose: (builder: ProgramBuilder) => void): Program {
    const builder = new ProgramBuilder(this.#network.pool);
    compose(builder);
    return builder.build();
  }

  #backward(kind: CostGradient): Program {
    return this.#program((builder) => {
      this.#inputs(builder);
      this.#gradient(builder, kind);
    });
  }

  #gradient(builder: ProgramBuilder, kind: CostGradient): void {
    this.#network.composeForward(builder, this.#rows);
    this.#cost(builder, kind);
    this.#network.composeBackward(builder, this.#rows);
  }

  #cost(builder: ProgramBuilder, kind: CostGradient): CostComposition {
    const { layers, memory, head } = this.#network;
    const composition = { builder, layers, memory, head };
    composeCost(composition, 0, memory.capacity, this.#rows, this.#scalars.double(1), kind);
    return composition;
  }

  /** Gathers the images and, with an epsilon, replaces them by their fast gradient sign examples. */
  #inputs(builder: ProgramBuilder): void {
    const { memory } = this.#network;
    const rows = this.#rows;
    const { images, columns, kind } = this.#data;
    const index = this.#order;
    const offset = this.#offset;
    const output = memory.inputs;
    const pitch = memory.inputPitch;
    builder.emit(kind === "bytes" ? "gatherBytes" : "gatherFloats", {
      ...{ rows, data: images, index, offset, columns, output, pitch },
    });
    builder.emit("gatherLabels", { rows, labels: this.#labels, index, offset, output: memory.labels });
    if (this.#epsilon === 0) return;
    this.#gradient(builder, this.#attack);
    const input = rowsOf(memory.inputs, pitch, 0, memory.capacity);
    const epsilon = this.#scalars.float(this.#epsilon);
    builder.emit("signStep", { rows, epsilon, input, gradient: memory.inputGradient, output, pitch });
  }
}

/** Copies the first `columns` of every padded row. */
function unpad(
  from: Float32Array | Uint8Array,
  pitch: number,
  rows: number,
  columns: number,
  to: Float32Array | Uint8Array,
  first: number,
): void {
  for (let r = 0; r < rows; r++) to.set(from.subarray(r * pitch, r * pitch + columns), (first + r) * columns);
}
