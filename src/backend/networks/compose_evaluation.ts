/**
 * Composes the programs of an evaluation: which images go in, perturbed or as they are, and what comes out. They run
 * forward and back without dropout over batches of up to the network's capacity (evaluation.ts).
 */
import type { ProgramBuilder } from "../program/program.ts";
import type { Region } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import type { Scalars } from "../program/scalars.ts";
import {
  composeBackward,
  composeCost,
  composeForward,
  composeScore,
  type Composition,
  type CostGradient,
} from "./compose.ts";
import { composeMasks, type EvaluationMasks } from "./compose_dropout.ts";
import type { DeviceImages } from "./device_images.ts";
import type { NetworkParts } from "./network_parts.ts";
import type { DropoutMask } from "./training_options.ts";

/** The fast gradient sign step that images are taken by first. */
export interface FgsmStep {
  /** Size of the step. */
  readonly epsilon: number;
  /** The gradient whose sign is taken. */
  readonly gradient: CostGradient;
}

/** What an evaluation composes its programs for. */
export interface EvaluationComposition {
  readonly builder: ProgramBuilder;
  readonly network: NetworkParts;
  readonly images: DeviceImages;
  readonly scalars: Scalars;
  /** How many images there are in the batch. */
  readonly rows: Cell<"i32">;
  /** The number of the first one. */
  readonly offset: Cell<"i32">;
  /** The numbers of all images, in order. */
  readonly order: Region;
  readonly labels: Region;
  /** null: the images as they are. */
  readonly attack: FgsmStep | null;
}

/** All rows of the network's memory. */
function rowsOf({ builder, network, rows }: EvaluationComposition): Composition {
  return { builder, network, first: 0, rows, capacity: network.memory.capacity };
}

/** Gathers the images and, with an attack, replaces them by their fast gradient sign examples. */
export function composeImages(c: EvaluationComposition): void {
  const { builder, rows, offset, order: index, scalars, attack, network: { memory } } = c;
  const { images: data, columns, kind } = c.images;
  const { inputs: output, inputPitch: pitch } = memory;
  builder.emit(kind === "bytes" ? "gatherBytes" : "gatherFloats", {
    ...{ rows, data, index, offset, columns, output, pitch },
  });
  builder.emit("gatherLabels", { rows, labels: c.labels, index, offset, output: memory.labels });
  if (attack === null) return;
  composePixelGradient(c, attack.gradient);
  const epsilon = scalars.float(attack.epsilon);
  builder.emit("signStep", { rows, epsilon, input: output, gradient: memory.inputGradient, output, pitch });
}

/** The gradient of each gathered image's own cost by its pixels. */
export function composePixelGradient(c: EvaluationComposition, kind: CostGradient): void {
  composeForward(rowsOf(c), c.network.memory.inputs);
  composeCost(rowsOf(c), c.scalars.double(1), kind);
  composePullback(c);
}

/** Dropout of an evaluation: each image has the masks of its number in a substream. */
export interface EvaluationDropout {
  /** One for each layer, null where there is none. */
  readonly layers: readonly (DropoutMask | null)[];
  readonly masks: EvaluationMasks;
  readonly substream: Cell<"i32">;
}

/** Forward under dropout; returns what the first layer saw. */
function composeMaskedForward(
  c: EvaluationComposition,
  { layers, masks, substream }: EvaluationDropout,
): Region {
  composeMasks({ ...c, first: c.offset, substream }, layers, masks);
  const seen = layers[0] ? masks.dropped : c.network.memory.inputs;
  composeForward(rowsOf(c), seen, masks.outputs);
  return seen;
}

/** Costs and totals of the gathered images under dropout. */
export function composeDropoutTotals(
  c: EvaluationComposition,
  dropout: EvaluationDropout,
  totals: Region,
): void {
  composeMaskedForward(c, dropout);
  composeCost(rowsOf(c), c.scalars.double(1), "exact");
  composeScore(rowsOf(c), totals);
}

/** The gradient of each gathered image's own cost by its pixels, under dropout. */
export function composeDropoutPixelGradient(
  c: EvaluationComposition,
  kind: CostGradient,
  dropout: EvaluationDropout,
): void {
  const { builder, rows, network: { memory: { inputGradient, inputPitch: pitch } } } = c;
  const { masks } = dropout;
  const seen = composeMaskedForward(c, dropout);
  composeCost(rowsOf(c), c.scalars.double(1), kind);
  composeBackward(rowsOf(c), seen, { masks: masks.outputs, toInput: true });
  if (!dropout.layers[0]) return;
  const gradient = { input: inputGradient, output: inputGradient };
  builder.emit("multiply", { rows, ...gradient, factor: masks.input, pitch });
}

/** The gradient by the pixels, from that by the logits. */
export function composePullback(c: EvaluationComposition): void {
  composeBackward(rowsOf(c), c.network.memory.inputs, { toInput: true });
}

/** Logits, costs and totals of the gathered images. */
export function composeTotals(c: EvaluationComposition, totals: Region): void {
  composeForward(rowsOf(c), c.network.memory.inputs);
  composeCost(rowsOf(c), c.scalars.double(1), "exact");
  composeScore(rowsOf(c), totals);
}
