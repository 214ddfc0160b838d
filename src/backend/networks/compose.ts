/**
 * Composes programs for networks of maxout, rectified linear, sigmoid and linear layers: forward, cost and backward,
 * each a few instructions per layer. Training and evaluation (maxout_training.ts, evaluation.ts) put them together.
 */
import { ACTIVATIONS, type Layer, type NetworkShape, rowsOf } from "./maxout_layers.ts";
import type { LayerMemory, NetworkMemory } from "./network_memory.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import { NONE, part, type Region } from "../devices/wasm/shared_heap.ts";

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

/** What programs are composed for. */
export interface ComposedNetwork {
  readonly pool: Pool;
  readonly shape: NetworkShape;
  readonly head: Head;
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;
}

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

/** What every composing function works on: some rows of a network's memory. */
export interface Composition extends CostComposition {
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;
  /** The first of the rows. */
  readonly first: number;
  /** How many rows: a cell, so that the last batch of an evaluation may be smaller. */
  readonly rows: Cell<"cellInt">;
  /** The most rows there may be. */
  readonly capacity: number;
}

/** Which layers' outputs are multiplied by their masks. */
export type Masked = readonly boolean[];

/** Something that is done to the output of a hidden layer, before its mask. */
export interface Intervention {
  /** The hidden layer, counted from 0. */
  readonly layer: number;
  /** Emits the instructions. */
  readonly emit: () => void;
}

/** The rows of a composition in a region with `pitch` bytes per row. */
export function ownRows(c: Composition, region: Region, pitch: number): Region {
  return rowsOf(region, pitch, c.first, c.capacity);
}

/** The winners of a maxout layer; `NONE` for a layer of one piece. */
export function winnersOf(c: Composition, i: number): Region {
  const { winners, pitch } = c.memory.layers[i]!;
  return c.layers[i]!.pieces > 1 ? ownRows(c, winners, pitch / 4) : NONE;
}

/** Forward through all layers, from the rows `input`; the logits are the last layer's output. */
export function composeForward(
  c: Composition,
  input: Region,
  masked: Masked,
  intervention?: Intervention,
): void {
  const { builder, layers, memory, rows, capacity } = c;
  let pitch = memory.inputPitch;
  layers.forEach((layer, i) => {
    const below = pitch;
    pitch = memory.layers[i]!.pitch;
    const { inputs: columns, units, pieces, activation } = layer;
    const output = ownRows(c, memory.layers[i]!.output, pitch);
    const sums = activation ? ownRows(c, memory.layers[i]!.sums, pitch) : output;
    const mask = masked[i] ? ownRows(c, memory.layers[i]!.mask, pitch) : NONE;
    const disturbed = intervention?.layer === i;
    builder.emit("prepare", {
      ...{ rows, capacity, columns, pieces, input, pitch: below, prepared: memory.prepared },
    });
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
      mask: activation || disturbed ? NONE : mask,
      output: sums,
      outputPitch: pitch,
      winners: winnersOf(c, i),
    });
    if (activation) {
      const kind = ACTIVATIONS.indexOf(activation);
      builder.emit("activation", {
        ...{ rows, columns: units, kind, input: sums, mask: disturbed ? NONE : mask, output, pitch },
      });
    }
    if (disturbed) {
      intervention.emit();
      if (masked[i]) builder.emit("multiply", { rows, input: output, factor: mask, output, pitch });
    }
    input = output;
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

/** The gradient by what layer i sees: the output of the layer below before its mask, or the image. */
function composeThrough(c: Composition, masked: Masked, i: number): void {
  const { builder, layers, memory, rows, capacity } = c;
  const { units, pieces, weights, pitch: weightPitch } = layers[i]!;
  const { gradient, pitch } = memory.layers[i]!;
  const below = memory.layers[i - 1];
  builder.emit("winnerLists", {
    ...{ rows, capacity, units, pieces, gradient: ownRows(c, gradient, pitch), pitch },
    ...{ winners: winnersOf(c, i), lists: memory.lists },
  });
  builder.emit("inputGradient", {
    ...{ rows, capacity, units, pieces, lists: memory.lists, weights, weightPitch },
    mask: below && masked[i - 1] ? ownRows(c, below.mask, below.pitch) : NONE,
    output: ownRows(c, below?.gradient ?? memory.inputGradient, below?.pitch ?? memory.inputPitch),
  });
}

/** From the gradient by the output of a layer to that by its sums, where it has an activation function. */
function composeSlope(c: Composition, i: number): void {
  const activation = c.layers[i]?.activation;
  if (!activation) return;
  const { sums, gradient, pitch } = c.memory.layers[i]!;
  c.builder.emit("activationGradient", {
    ...{ rows: c.rows, kind: ACTIVATIONS.indexOf(activation) },
    ...{ input: ownRows(c, sums, pitch), gradient: ownRows(c, gradient, pitch), pitch },
  });
}

/**
 * Gradients by the sums of all layers, from the one at the top, and by the input if it is wanted; of layer 0 alone
 * when `from` is 0 and those of the layers above are there.
 */
export function composeBackward(
  c: Composition,
  masked: Masked,
  toInput: boolean,
  from = c.layers.length - 1,
): void {
  for (let i = from; i >= (toInput ? 0 : 1); i--) {
    composeThrough(c, masked, i);
    composeSlope(c, i - 1);
  }
}

/** The gradient by the output of hidden layer `layer`, before any mask. */
export function composeHiddenGradient(c: Composition, layer: number): void {
  for (let i = c.layers.length - 1; i > layer; i--) {
    composeThrough(c, [], i);
    if (i - 1 > layer) composeSlope(c, i - 1);
  }
}
