/**
 * Composes programs for networks of any layers: forward, cost, backward and update, each a few instructions per layer.
 * Training and evaluation (training_program.ts, evaluation.ts) put them together.
 */
import type { Region } from "../program/region.ts";
import { NONE, rowsOf } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import type { Layer } from "./layers/layer.ts";
import type { NetworkMemory } from "./network_parts.ts";
import type { UpdateCells } from "./optimiser.ts";
import { type Matrix, ownRows, type Rows } from "./rows.ts";
import type { Head } from "./shape.ts";

/**
 * How the gradient by the logits is rounded before it goes back to the pixels. For a confident model this decides
 * what FGSM does:
 *
 * - "exact": p - y without cancellation, times a scale;
 * - "direction": a positive multiple of that for each image, with a largest element of 1, so that nothing underflows:
 *   what "the sign of the gradient" means in real numbers;
 * - "float32": p is rounded first and p - 1 formed then, which is 0 at the label once the model is surer than
 *   1 - 2^-25. So do Theano's fused cross-entropy, PyTorch and TensorFlow; pylearn2's own cost of a softmax layer gives
 *   the exact one (`tests/models/theano_gradients.csv`);
 * - "clipped": the exact one, and 0 where the probability of the label is not from 1e-7 to 1 - 1e-7, as in Keras'
 *   cross-entropy.
 */
export type CostGradient = "exact" | "direction" | "float32" | "clipped";

/** What every composing function works on: some rows of a network's memory. */
export interface Composition extends Rows {
  readonly network: {
    readonly head: Head;
    readonly layers: readonly Layer[];
    readonly memory: NetworkMemory;
  };
}

/** The dropout masks of the layers' outputs, by layer, for all rows of the memory; `NONE` or absent: none. */
export type Masks = readonly Region[];

/** Something that is done to the output of a hidden layer, before its mask. */
export interface Intervention {
  /** The hidden layer, counted from 0. */
  readonly layer: number;
  /** Emits the instructions. */
  readonly emit: () => void;
}

/** What layer i sees: the output of the layer below, or `input`. */
function inputOf(c: Composition, i: number, input: Region): Matrix {
  const { layers, memory } = c.network;
  const below = layers[i - 1];
  if (below === undefined) return { region: input, pitch: memory.inputPitch };
  return { region: ownRows(c, below.output, below.pitch), pitch: below.pitch };
}

/** The mask of layer i's output, in these rows. */
function maskOf(c: Composition, masks: Masks, i: number): Region {
  return ownRows(c, masks[i] ?? NONE, c.network.layers[i]?.pitch ?? 0);
}

/** Forward through all layers, from the rows `input`; the logits are the last layer's output. */
export function composeForward(
  c: Composition,
  input: Region,
  masks: Masks = [],
  intervention?: Intervention,
): void {
  c.network.layers.forEach((layer, i) => {
    const mask = maskOf(c, masks, i);
    if (intervention?.layer !== i) {
      layer.forward(c, inputOf(c, i, input), mask);
      return;
    }
    layer.forward(c, inputOf(c, i, input), NONE);
    intervention.emit();
    if (mask === NONE) return;
    const { pitch } = layer;
    const output = ownRows(c, layer.output, pitch);
    c.builder.emit("multiply", { rows: c.rows, input: output, factor: mask, output, pitch });
  });
}

/**
 * Cost of the rows: the gradient by the logits (an exact one times `scale`), and per row loss, confidence and
 * prediction.
 */
export function composeCost(c: Composition, scale: Cell<"f64">, kind: CostGradient): void {
  const { first, capacity, rows, builder, network: { head, layers, memory } } = c;
  const top = layers.at(-1)!;
  const gradient = ownRows(c, top.gradient, top.pitch);
  const losses = rowsOf(memory.losses, 8, first, capacity);
  builder.emit(head, {
    rows,
    classes: top.units,
    logits: ownRows(c, top.output, top.pitch),
    pitch: top.pitch,
    labels: rowsOf(memory.labels, 4, first, capacity),
    scale,
    kind: kind === "clipped" ? "exact" : kind,
    gradient,
    losses,
    confidences: rowsOf(memory.confidences, 8, first, capacity),
    predictions: rowsOf(memory.predictions, 4, first, capacity),
  });
  if (kind === "clipped") builder.emit("clipCost", { rows, losses, gradient, pitch: top.pitch });
}

/** Adds the rows to `totals`. */
export function composeScore(c: Composition, totals: Region): void {
  const { first, capacity, rows, builder, network: { memory } } = c;
  builder.emit("score", {
    rows,
    labels: rowsOf(memory.labels, 4, first, capacity),
    losses: rowsOf(memory.losses, 8, first, capacity),
    confidences: rowsOf(memory.confidences, 8, first, capacity),
    predictions: rowsOf(memory.predictions, 4, first, capacity),
    totals,
  });
}

/** The gradient by what layer i sees: the output of the layer below before its mask, or the image. */
function composeThrough(c: Composition, input: Region, masks: Masks, i: number): void {
  const { layers, memory } = c.network;
  const below = layers[i - 1];
  const to = below
    ? ownRows(c, below.gradient, below.pitch)
    : ownRows(c, memory.inputGradient, memory.inputPitch);
  layers[i]!.backward(c, inputOf(c, i, input), to, maskOf(c, masks, i - 1));
}

/**
 * Gradients by the sums of all layers, from the one at the top, and by the input if it is wanted; of layer 0 alone
 * when `from` is 0 and those of the layers above are there. `input` is what the first layer saw.
 */
export function composeBackward(
  c: Composition,
  input: Region,
  { masks = [], toInput, from = c.network.layers.length - 1 }: {
    readonly masks?: Masks;
    readonly toInput: boolean;
    readonly from?: number;
  },
): void {
  for (let i = from; i >= (toInput ? 0 : 1); i--) {
    composeThrough(c, input, masks, i);
    c.network.layers[i - 1]?.slope(c);
  }
}

/** The gradient by the output of hidden layer `layer`, before any mask. */
export function composeHiddenGradient(c: Composition, input: Region, layer: number): void {
  const { layers } = c.network;
  for (let i = layers.length - 1; i > layer; i--) {
    composeThrough(c, input, [], i);
    if (i - 1 > layer) layers[i - 1]!.slope(c);
  }
}

/** Updates all layers; `input` is what the first one saw. */
export function composeUpdates(c: Composition, input: Region, cells: UpdateCells): void {
  c.network.layers.forEach((layer, i) => layer.update(c, inputOf(c, i, input), cells));
}
