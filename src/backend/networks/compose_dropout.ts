/** Dropout in training steps, with pylearn2's semantics: masks multiply the input of each layer. */
import type { ComposedNetwork } from "./compose.ts";
import { rowsOf } from "./maxout_layers.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Region } from "../devices/wasm/shared_heap.ts";
import type { Half, LayerDropout } from "./training_options.ts";

/** Where dropout is composed. */
export interface DropoutComposition {
  readonly builder: ProgramBuilder;
  readonly network: ComposedNetwork;
  readonly scalars: Scalars;
  /** The rows of a half. */
  readonly rows: Cell<"cellInt">;
  /** The number of the step: the substream of the masks. */
  readonly step: Cell<"cellInt">;
}

/** Dropout of the images, from `inputs` to `dropped`, and the masks of the hidden layers. */
export function composeDropout(
  c: DropoutComposition,
  dropout: readonly (LayerDropout | null)[],
  parts: readonly Half[],
): void {
  const { builder, rows, network: { layers, memory } } = c;
  const batch = rows.value;
  dropout.forEach((own, layer) => {
    if (!own) return;
    parts.forEach((half, i) => {
      const common = { rows, columns: layers[layer]!.inputs, ...draws(c, own, half.perturbed) };
      if (layer === 0) {
        const pitch = memory.inputPitch;
        const input = rowsOf(memory.inputs, pitch, half.first, batch);
        const output = rowsOf(memory.dropped, pitch, half.first, batch);
        builder.emit("dropout", { ...common, input, output, pitch });
      } else {
        const { mask, pitch } = memory.layers[layer - 1]!;
        builder.emit("mask", { ...common, output: rowsOf(mask, pitch, i * batch, batch), pitch });
      }
    });
  });
}

/** Multiplies the gradient by what the first layer saw of perturbed images by the masks that they had. */
export function composeDropoutGradient(c: DropoutComposition, dropout: LayerDropout, gradient: Region): void {
  const { builder, rows, network: { layers, memory } } = c;
  builder.emit("dropout", {
    ...{ rows, columns: layers[0]!.inputs, ...draws(c, dropout, true) },
    ...{ input: gradient, output: gradient, pitch: memory.inputPitch },
  });
}

/** What decides the masks of a layer's input. */
function draws(
  { scalars, step }: DropoutComposition,
  { keep, scale, key, perturbedKey = key }: LayerDropout,
  perturbed: boolean,
) {
  if (!(keep > 0 && keep <= 1)) {
    throw new RangeError(`Cannot compose dropout: ${keep} of the inputs are kept, expected 0 < keep <= 1`);
  }
  return {
    key: scalars.words(...(perturbed ? perturbedKey : key)),
    substream: step,
    threshold: scalars.int(Math.round(keep * 2 ** 32) - 1),
    scale: scalars.float(scale),
  };
}
