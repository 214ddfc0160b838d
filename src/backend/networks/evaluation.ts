/**
 * Evaluation of networks without dropout: errors, confidences, losses, logits and input gradients over a
 * range of images, in batches as large as the network's memory; the batch size cannot be seen in any result.
 * With an epsilon, of the images' fast gradient sign examples (§4): x + ε sign(∇ₓJ), true labels, no clipping.
 */
import type { Arrays, Program } from "../program/device.ts";
import type { ElementType } from "../program/operands.ts";
import { ProgramBuilder } from "../program/program.ts";
import { NONE, part, type Region } from "../program/region.ts";
import { Scalars } from "../program/scalars.ts";
import { readTotals, type Totals } from "../program/totals.ts";
import type { CostGradient } from "./compose.ts";
import {
  composeDropoutPixelGradient,
  composeDropoutTotals,
  composeImages,
  composePixelGradient,
  composePullback,
  composeTotals,
  type EvaluationComposition,
  type EvaluationDropout,
  type FgsmStep,
} from "./compose_evaluation.ts";
import type { DeviceImages } from "./device_images.ts";
import type { NetworkParts } from "./network_parts.ts";
import { padded, unpad } from "./padding.ts";
import type { DropoutMask } from "./training_options.ts";

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
  /** The fast gradient sign step that the images are taken by (default: none). */
  readonly attack?: FgsmStep;
}

/** Composed evaluation programs over one data set. */
export class Evaluation implements Disposable {
  readonly #network: NetworkParts;
  readonly #images: DeviceImages;
  readonly #owned = new DisposableStack();
  /** What every program is composed of, but its builder. */
  readonly #common: Omit<EvaluationComposition, "builder">;
  readonly #totals: Region;
  readonly #score: Program;
  readonly #gradients = new Map<CostGradient, Program>();
  readonly #craft: Program;
  #backFromLogits: Program | undefined;

  constructor(network: NetworkParts, images: DeviceImages, { attack }: EvaluationOptions) {
    const { device } = network;
    const { count, labels } = images;
    this.#network = network;
    const scalars = this.#owned.use(new Scalars(device));
    const order = this.#allocate(4 * count);
    device.write(order, Uint32Array.from({ length: count }, (_, i) => i));
    this.#images = images;
    this.#common = {
      ...{ network, images, scalars, order, attack: attack ?? null },
      rows: scalars.int(0),
      offset: scalars.int(0),
      labels: labels === NONE ? this.#allocate(count + 16) : labels,
    };
    this.#totals = this.#allocate(64);
    this.#score = this.#program((c) => {
      composeImages(c);
      composeTotals(c, this.#totals);
    });
    this.#craft = this.#program(composeImages);
  }

  /** Errors, confidences and losses; sums are added in the order of the images. */
  evaluate(range: Range = {}): EvaluationResult {
    const { device, memory, layers, outputs } = this.#network;
    const { from, count } = this.#range(range);
    const top = layers.at(-1)!;
    const predictions = new Int32Array(count);
    const confidences = new Float64Array(count);
    const losses = new Float64Array(count);
    const logits = new Float32Array(count * outputs);
    device.clear(this.#totals);
    this.#batches(this.#score, from, count, (at, rows) => {
      predictions.set(this.#rows(memory.predictions, "i32", 4, rows), at);
      confidences.set(this.#rows(memory.confidences, "f64", 8, rows), at);
      losses.set(this.#rows(memory.losses, "f64", 8, rows), at);
      unpad(this.#rows(top.output, "f32", top.pitch, rows), top.pitch / 4, outputs, logits, at);
    });
    return { ...readTotals(device.read(this.#totals, "f64")), predictions, confidences, losses, logits };
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
   * The same under dropout: the gradient of J as training has it, with a mask for each image that depends on nothing
   * but the image's number in the data.
   *
   * @param dropout one for each layer, null where there is none
   */
  dropoutGradients(
    dropout: readonly (DropoutMask | null)[],
    range: Range = {},
    kind: CostGradient = "exact",
  ): Float32Array {
    const masked = this.#dropout(dropout);
    const program = this.#program((c) => {
      composeImages(c);
      composeDropoutPixelGradient(c, kind, masked);
    });
    return this.#collect(program, range, this.#network.memory.inputGradient);
  }

  /**
   * Composes the totals of all images under dropout, of the network as it is when they are asked for.
   *
   * @param dropout one for each layer, null where there is none
   * @returns the totals with the masks of a substream, which depend on nothing else but each image's number
   */
  totalsUnderDropout(dropout: readonly (DropoutMask | null)[]): (substream: number) => Totals {
    const masked = this.#dropout(dropout);
    const program = this.#program((c) => {
      composeImages(c);
      composeDropoutTotals(c, masked, this.#totals);
    });
    return (substream) => {
      const { device } = this.#network;
      masked.substream.value = substream;
      device.clear(this.#totals);
      this.#batches(program, 0, this.#images.count, () => {});
      return readTotals(device.read(this.#totals, "f64"));
    };
  }

  /**
   * Σₖ gₖ ∇ₓ logitₖ of each image, for given g: the gradient of whatever has the gradient g by the logits.
   *
   * @param gradients [count, outputs]
   * @returns float32 [count, inputs]
   * @throws {RangeError} when there are not as many gradients as images
   */
  pullback(gradients: Float32Array, range: Range = {}): Float32Array {
    const { from, count } = this.#range(range);
    const { device, memory, layers, outputs, inputs } = this.#network;
    if (gradients.length !== count * outputs) {
      throw new RangeError(
        `Cannot pull back ${gradients.length} numbers, expected ${count} images × ${outputs} logits`,
      );
    }
    const back = this.#backFromLogits ??= this.#program(composePullback);
    const top = layers.at(-1)!;
    const out = new Float32Array(count * inputs);
    this.#batches(this.#score, from, count, (at, rows) => {
      const own = gradients.subarray(at * outputs, (at + rows) * outputs);
      device.write(top.gradient, padded(own, outputs, top.pitch / 4));
      this.#run(back);
      unpad(
        this.#rows(memory.inputGradient, "f32", memory.inputPitch, rows),
        memory.inputPitch / 4,
        inputs,
        out,
        at,
      );
    });
    return out;
  }

  /** The images as the network sees them, perturbed if there is an attack: float32 [count, inputs]. */
  images(range: Range = {}): Float32Array {
    return this.#collect(this.#craft, range, this.#network.memory.inputs);
  }

  /** What the hidden layers do, from the input on. */
  hidden(range: Range = {}): HiddenLayer[] {
    const { from, count } = this.#range(range);
    const hidden = this.#network.layers.slice(0, -1);
    const found = hidden.map(({ units, winners, sums }) => ({
      units,
      outputs: new Float32Array(count * units),
      winners: winners === NONE ? null : new Uint8Array(count * units),
      sums: sums === NONE ? null : new Float32Array(count * units),
    }));
    this.#batches(this.#score, from, count, (at, rows) => {
      found.forEach(({ units, outputs, winners, sums }, i) => {
        const own = hidden[i]!;
        const pitch = own.pitch / 4;
        unpad(this.#rows(own.output, "f32", own.pitch, rows), pitch, units, outputs, at);
        if (winners) unpad(this.#rows(own.winners, "u8", pitch, rows), pitch, units, winners, at);
        if (sums) unpad(this.#rows(own.sums, "f32", own.pitch, rows), pitch, units, sums, at);
      });
    });
    return found;
  }

  [Symbol.dispose](): void {
    this.#owned.dispose();
  }

  /** Memory for the masks of a batch, in substream 0. */
  #dropout(layers: readonly (DropoutMask | null)[]): EvaluationDropout {
    const { layers: own, memory: { capacity, inputPitch } } = this.#network;
    const masks = {
      input: layers[0] ? this.#allocate(capacity * inputPitch) : NONE,
      dropped: layers[0] ? this.#allocate(capacity * inputPitch) : NONE,
      outputs: own.map(({ pitch }, i) => layers[i + 1] ? this.#allocate(capacity * pitch) : NONE),
    };
    return { layers, masks, substream: this.#common.scalars.int(0) };
  }

  /** Memory that is freed with the evaluation. */
  #allocate(bytes: number): Region {
    const { device } = this.#network;
    return this.#owned.adopt(device.allocate(bytes), (own) => device.free(own));
  }

  #range({ from = 0, count = this.#images.count - from }: Range): { from: number; count: number } {
    if (
      !(Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0) ||
      from + count > this.#images.count
    ) {
      throw new RangeError(
        `Cannot evaluate images ${from} to ${from + count}: there are ${this.#images.count}`,
      );
    }
    return { from, count };
  }

  #collect(program: Program, range: Range, region: Region): Float32Array {
    const { from, count } = this.#range(range);
    const { memory: { inputPitch: pitch }, inputs } = this.#network;
    const out = new Float32Array(count * inputs);
    this.#batches(program, from, count, (at, rows) => {
      unpad(this.#rows(region, "f32", pitch, rows), pitch / 4, inputs, out, at);
    });
    return out;
  }

  #batches(program: Program, from: number, count: number, take: (at: number, rows: number) => void): void {
    const { capacity } = this.#network.memory;
    const { rows, offset } = this.#common;
    for (let at = 0; at < count; at += capacity) {
      rows.value = Math.min(capacity, count - at);
      offset.value = from + at;
      this.#run(program);
      take(at, rows.value);
    }
  }

  #run(program: Program): void {
    this.#network.device.run(program, [this.#common.scalars.values()]);
  }

  /** The numbers of the first rows of a region. */
  #rows<T extends ElementType>(region: Region, type: T, pitch: number, rows: number): Arrays[T] {
    return this.#network.device.read(part(region, 0, rows * pitch), type);
  }

  #program(compose: (c: EvaluationComposition) => void): Program {
    const builder = new ProgramBuilder();
    compose({ ...this.#common, builder });
    const { scalars } = this.#common;
    return this.#owned.use(this.#network.device.compile(builder.instructions, scalars.region));
  }
}
