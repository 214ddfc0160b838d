/**
 * Evaluation of networks without dropout: errors, confidences, losses, logits and input gradients over a
 * range of images, in batches as large as the network's memory; the batch size cannot be seen in any result.
 * With an epsilon, of the images' fast gradient sign examples (§4): x + ε sign(∇ₓJ), true labels, no clipping.
 */
import type { CostGradient } from "./compose.ts";
import {
  composeImages,
  composePixelGradient,
  composeTotals,
  type EvaluableNetwork,
  type EvaluationComposition,
} from "./compose_evaluation.ts";
import type { HeapData } from "./heap_data.ts";
import { readTotals, type Totals } from "../program/totals.ts";
import { type Program, ProgramBuilder } from "../program/program.ts";
import { Scalars } from "../program/scalars.ts";
import { NONE, type Region } from "../devices/wasm/shared_heap.ts";

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
  /** What every program is composed of, but its builder. */
  readonly #common: Omit<EvaluationComposition, "builder">;
  readonly #totals: Region;
  readonly #score: Program;
  readonly #gradients = new Map<CostGradient, Program>();
  readonly #craft: Program;
  #backFromLogits: Program | undefined;

  constructor(
    network: EvaluableNetwork,
    data: HeapData,
    { epsilon = 0, gradient = "direction" }: EvaluationOptions,
  ) {
    const { heap } = network.pool;
    const scalars = new Scalars(heap);
    const order = heap.allocate(4 * data.count);
    heap.u32(order).set(Uint32Array.from({ length: data.count }, (_, i) => i));
    this.#network = network;
    this.#data = data;
    this.#common = {
      ...{ network, data, scalars, order, epsilon, attack: gradient },
      rows: scalars.int(0),
      offset: scalars.int(0),
      labels: data.labels === NONE ? heap.allocate(data.count + 16) : data.labels,
    };
    this.#totals = heap.allocate(64);
    this.#score = this.#program((c) => {
      composeImages(c);
      composeTotals(c, this.#totals);
    });
    this.#craft = this.#program(composeImages);
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
    const program = this.#gradients.get(kind) ?? this.#program((c) => {
      composeImages(c);
      composePixelGradient(c, kind);
    });
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
    const back = this.#backFromLogits ??= this.#program(({ builder, rows }) =>
      this.#network.composeBackward(builder, rows)
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
    const { scalars, order, labels } = this.#common;
    for (const owned of [this.#score, this.#craft, scalars, ...this.#gradients.values()]) {
      owned[Symbol.dispose]();
    }
    this.#backFromLogits?.[Symbol.dispose]();
    heap.free(order);
    heap.free(this.#totals);
    if (labels !== this.#data.labels) heap.free(labels);
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
    const { rows, offset } = this.#common;
    for (let at = 0; at < count; at += memory.capacity) {
      rows.value = Math.min(memory.capacity, count - at);
      offset.value = from + at;
      pool.run(program);
      take(at, rows.value);
    }
  }

  #program(compose: (c: EvaluationComposition) => void): Program {
    const builder = new ProgramBuilder(this.#network.pool);
    compose({ ...this.#common, builder });
    return builder.build();
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
