/**
 * Composes programs for networks of maxout layers: forward, cost, backward and update, each a few instructions per
 * layer. Training and evaluation (maxout_training.ts, evaluation.ts) put them together.
 */
import { type Layer, rowsOf } from "./maxout_layers.ts";
import type { LayerMemory, NetworkMemory } from "./network_memory.ts";
import type { Cell, ProgramBuilder } from "./program.ts";
import { NONE, part, type Region } from "./shared_heap.ts";

/** The cost of the output layer. */
export type Head = "softmax" | "bernoulli";

/**
 * How the gradient by the logits is rounded before it goes back to the pixels. For a confident model this decides
 * what FGSM does:
 *
 * - "exact": p - y without cancellation, times a scale;
 * - "direction": a positive multiple of that for each image, with a largest element of 1, so that nothing underflows:
 *   what "the sign of the gradient" means in real numbers;
 * - "float32": as the authors' Theano and other float32 frameworks compute it, p is rounded first and p - 1 formed
 *   then: 0 at the label once the model is surer than 1 - 2^-25.
 */
export type CostGradient = "exact" | "direction" | "float32";

const GRADIENT_KINDS: readonly CostGradient[] = ["exact", "direction", "float32"];

/** The memory that cost and score work on: the output layer's, and a number per row. */
export interface CostMemory extends Pick<NetworkMemory, "labels" | "losses" | "confidences" | "predictions"> {
  readonly layers: readonly Pick<LayerMemory, "output" | "gradient" | "pitch">[];
}

/** What composing a cost takes. */
export interface CostComposition {
  readonly builder: ProgramBuilder;
  readonly layers: readonly { readonly units: number }[];
  readonly memory: CostMemory;
  readonly head: Head | "rbfCost";
}

/** What every composing function works on. */
export interface Composition extends CostComposition {
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;
  /** How many rows: a cell, so that the last batch of an evaluation may be smaller. */
  readonly rows: Cell<"cellInt">;
  /** The most rows there may be. */
  readonly capacity: number;
}

/** For each layer whether its output is multiplied by a dropout mask. */
export type Masked = readonly boolean[];

/** Forward through all layers, from `input`; the logits are the last layer's output. */
export function composeForward(c: Composition, input: Region, masked: Masked): void {
  const { builder, layers, memory, rows, capacity } = c;
  let pitch = memory.inputPitch;
  layers.forEach((layer, i) => {
    const own = memory.layers[i]!;
    const { inputs: columns, units, pieces } = layer;
    builder.emit("prepare", { rows, capacity, columns, pieces, input, pitch, prepared: memory.prepared });
    builder.emit("forward", {
      rows,
      capacity,
      rowBlocks: rowBlocks(layer, capacity),
      columns,
      units,
      pieces,
      prepared: memory.prepared,
      weights: layer.weights,
      weightPitch: layer.pitch,
      bias: layer.bias,
      mask: masked[i] ? own.mask : NONE,
      output: own.output,
      outputPitch: own.pitch,
      winners: pieces > 1 ? own.winners : NONE,
    });
    input = own.output;
    pitch = own.pitch;
  });
}

/** A layer with few panels shares its work by rows too: at least sixteen pieces of work where there are the rows. */
function rowBlocks({ units, pieces }: Layer, capacity: number): number {
  const panels = Math.ceil(units / (4 * Math.max(1, Math.floor(10 / pieces))));
  return Math.max(1, Math.min(Math.ceil(16 / panels), Math.floor(capacity / 4)));
}

/**
 * Cost of the rows `first` … `first + count`: the gradient by the logits (an exact one times `scale`), and per row
 * loss, confidence and prediction.
 */
export function composeCost(
  c: CostComposition,
  first: number,
  count: number,
  rows: Cell<"cellInt">,
  scale: Cell<"cellDouble">,
  kind: CostGradient,
): void {
  const { builder, layers, memory } = c;
  const top = memory.layers.at(-1)!;
  builder.emit(c.head, {
    rows,
    classes: layers.at(-1)!.units,
    logits: rowsOf(top.output, top.pitch, first, count),
    pitch: top.pitch,
    labels: part(memory.labels, 4 * first, 4 * count),
    scale,
    kind: GRADIENT_KINDS.indexOf(kind),
    gradient: rowsOf(top.gradient, top.pitch, first, count),
    losses: part(memory.losses, 8 * first, 8 * count),
    confidences: part(memory.confidences, 8 * first, 8 * count),
    predictions: part(memory.predictions, 4 * first, 4 * count),
  });
}

/** Adds the rows `first` … `first + count` to `totals`. */
export function composeScore(
  { builder, memory }: CostComposition,
  first: number,
  count: number,
  rows: Cell<"cellInt">,
  totals: Region,
): void {
  builder.emit("score", {
    rows,
    labels: part(memory.labels, 4 * first, 4 * count),
    losses: part(memory.losses, 8 * first, 8 * count),
    confidences: part(memory.confidences, 8 * first, 8 * count),
    predictions: part(memory.predictions, 4 * first, 4 * count),
    totals,
  });
}

/** Gradients by the outputs of all layers below the top, and by the input if it is wanted. */
export function composeBackward(c: Composition, masked: Masked, toInput: boolean): void {
  const { builder, layers, memory, rows, capacity } = c;
  for (let i = layers.length - 1; i >= (toInput ? 0 : 1); i--) {
    const { units, pieces, weights, pitch: weightPitch } = layers[i]!;
    const own = memory.layers[i]!;
    const below = memory.layers[i - 1];
    builder.emit("winnerLists", {
      rows,
      capacity,
      units,
      pieces,
      gradient: own.gradient,
      pitch: own.pitch,
      winners: pieces > 1 ? own.winners : NONE,
      lists: memory.lists,
    });
    builder.emit("inputGradient", {
      rows,
      capacity,
      units,
      pieces,
      lists: memory.lists,
      weights,
      weightPitch,
      mask: below && masked[i - 1] ? below.mask : NONE,
      output: below ? below.gradient : memory.inputGradient,
    });
  }
}

/** Scalars of the optimiser. */
export interface UpdateCells {
  readonly learningRate: Cell<"cellFloat">;
  readonly momentum: Cell<"cellFloat">;
  readonly maxNorm: Cell<"cellFloat">;
  /** Coefficient of the sum of |w| over the first layer, and a zero for the others. */
  readonly l1: Cell<"cellFloat">;
  readonly zero: Cell<"cellFloat">;
}

/** Updates all layers; `input` is what the first one saw. */
export function composeUpdates(c: Composition, input: Region, cells: UpdateCells): void {
  const { builder, layers, memory, rows } = c;
  layers.forEach((layer, i) => {
    const own = memory.layers[i]!;
    const below = memory.layers[i - 1];
    const { learningRate, momentum, maxNorm } = cells;
    builder.emit("update", {
      rows,
      units: layer.units,
      pieces: layer.pieces,
      gradient: own.gradient,
      gradientPitch: own.pitch,
      winners: layer.pieces > 1 ? own.winners : NONE,
      input: below ? below.output : input,
      inputPitch: below ? below.pitch : memory.inputPitch,
      weights: layer.weights,
      velocity: layer.velocity,
      weightPitch: layer.pitch,
      bias: layer.bias,
      biasVelocity: layer.biasVelocity,
      learningRate,
      momentum,
      maxNorm,
      l1: i === 0 ? cells.l1 : cells.zero,
    });
  });
}
