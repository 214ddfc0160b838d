/** Dropout in training steps, with pylearn2's semantics: masks multiply the input of each layer. */
import { type Region, rowsOf } from "../program/region.ts";
import type { ProgramBuilder } from "../program/program.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Cell } from "../program/cell.ts";
import type { NetworkParts } from "./network_parts.ts";
import type { Step } from "./step.ts";
import type { DropoutMask, LayerDropout } from "./training_options.ts";

/** Dropout of the images of all halves, from `inputs` to `dropped`, and the masks of the hidden layers. */
export function composeDropout(step: Step): void {
  step.options.halves.forEach((half, i) => composeHalf(step, half, i));
}

/** The clean images after dropout and their masks, in the first rows: what a perturbation made under dropout sees. */
export function composeCleanDropout(step: Step): void {
  composeHalf(step, { first: 0, perturbed: false }, 0);
}

/** Dropout of the images from row `first` on; the masks are those of half `i`. */
function composeHalf(
  step: Step,
  { first, perturbed }: { readonly first: number; readonly perturbed: boolean },
  i: number,
): void {
  const { batch, options: { builder, batchRows: rows, network, dropout, memory } } = step;
  const { layers, memory: { inputs, inputPitch } } = network;
  dropout.forEach((own, layer) => {
    if (!own) return;
    const common = { rows, columns: layers[layer]!.inputs, ...draws(step, own, perturbed) };
    if (layer === 0) {
      const pitch = inputPitch;
      const input = rowsOf(inputs, pitch, first, batch);
      const output = rowsOf(memory.dropped, pitch, first, batch);
      builder.emit("dropout", { ...common, input, output, pitch });
    } else {
      const { pitch } = layers[layer - 1]!;
      const output = rowsOf(memory.masks[layer - 1]!, pitch, i * batch, batch);
      builder.emit("mask", { ...common, output, pitch });
    }
  });
}

/** Multiplies the gradient by what the first layer saw of clean or perturbed images by the masks that they had. */
export function composeDropoutGradient(
  step: Step,
  dropout: LayerDropout,
  gradient: Region,
  perturbed: boolean,
): void {
  const { builder, batchRows: rows, network: { layers, memory } } = step.options;
  builder.emit("dropout", {
    ...{ rows, columns: layers[0]!.inputs, ...draws(step, dropout, perturbed) },
    ...{ input: gradient, output: gradient, pitch: memory.inputPitch },
  });
}

/** Where the masks of an evaluation lie; `NONE` where there is none. */
export interface EvaluationMasks {
  /** [rows, inputs]: what the images are multiplied by. */
  readonly input: Region;
  /** [rows, inputs]: the images after that. */
  readonly dropped: Region;
  /** By layer, [rows, units]: what its output is multiplied by. */
  readonly outputs: readonly Region[];
}

/** The masks of images from number `first` on, each a function of the substream and of its image's number alone. */
export function composeMasks(
  { builder, scalars, network, rows, first, substream }: {
    readonly builder: ProgramBuilder;
    readonly scalars: Scalars;
    readonly network: Pick<NetworkParts, "layers" | "memory">;
    readonly rows: Cell<"i32">;
    readonly first: Cell<"i32">;
    readonly substream: Cell<"i32">;
  },
  dropout: readonly (DropoutMask | null)[],
  masks: EvaluationMasks,
): void {
  const { layers, memory: { inputs, inputPitch } } = network;
  dropout.forEach((own, layer) => {
    if (!own) return;
    const output = layer === 0 ? masks.input : masks.outputs[layer - 1]!;
    const pitch = layer === 0 ? inputPitch : layers[layer - 1]!.pitch;
    builder.emit("maskFrom", {
      ...{ rows, columns: layers[layer]!.inputs, ...kept(scalars, own), substream },
      ...{ key: scalars.words(...own.key), first, output, pitch },
    });
    if (layer === 0) {
      builder.emit("multiply", { rows, input: inputs, factor: output, output: masks.dropped, pitch });
    }
  });
}

/** What decides the masks of a layer's input. */
function draws(
  { options: { scalars, number } }: Step,
  { keep, scale, key, perturbedKey = key }: LayerDropout,
  perturbed: boolean,
) {
  return {
    key: scalars.words(...(perturbed ? perturbedKey : key)),
    substream: number,
    ...kept(scalars, { keep, scale }),
  };
}

/** What is kept, and what it is multiplied by. */
function kept(scalars: Scalars, { keep, scale }: Pick<DropoutMask, "keep" | "scale">) {
  if (!(keep > 0 && keep <= 1)) {
    throw new RangeError(`Cannot compose dropout: ${keep} of the inputs are kept, expected 0 < keep <= 1`);
  }
  return { threshold: scalars.int(Math.round(keep * 2 ** 32) - 1), scale: scalars.float(scale) };
}
