/** Dropout in training steps, with pylearn2's semantics: masks multiply the input of each layer. */
import { type Region, rowsOf } from "../program/region.ts";
import type { Step } from "./step.ts";
import type { LayerDropout } from "./training_options.ts";

/** Dropout of the images, from `inputs` to `dropped`, and the masks of the hidden layers. */
export function composeDropout(step: Step): void {
  const { batch, options: { builder, batchRows: rows, network, dropout, halves, memory } } = step;
  const { layers, memory: { inputs, inputPitch } } = network;
  dropout.forEach((own, layer) => {
    if (!own) return;
    halves.forEach((half, i) => {
      const common = { rows, columns: layers[layer]!.inputs, ...draws(step, own, half.perturbed) };
      if (layer === 0) {
        const pitch = inputPitch;
        const input = rowsOf(inputs, pitch, half.first, batch);
        const output = rowsOf(memory.dropped, pitch, half.first, batch);
        builder.emit("dropout", { ...common, input, output, pitch });
      } else {
        const { pitch } = layers[layer - 1]!;
        const output = rowsOf(memory.masks[layer - 1]!, pitch, i * batch, batch);
        builder.emit("mask", { ...common, output, pitch });
      }
    });
  });
}

/** Multiplies the gradient by what the first layer saw of perturbed images by the masks that they had. */
export function composeDropoutGradient(step: Step, dropout: LayerDropout, gradient: Region): void {
  const { builder, batchRows: rows, network: { layers, memory } } = step.options;
  builder.emit("dropout", {
    ...{ rows, columns: layers[0]!.inputs, ...draws(step, dropout, true) },
    ...{ input: gradient, output: gradient, pitch: memory.inputPitch },
  });
}

/** What decides the masks of a layer's input. */
function draws(
  { options: { scalars, number } }: Step,
  { keep, scale, key, perturbedKey = key }: LayerDropout,
  perturbed: boolean,
) {
  if (!(keep > 0 && keep <= 1)) {
    throw new RangeError(`Cannot compose dropout: ${keep} of the inputs are kept, expected 0 < keep <= 1`);
  }
  return {
    key: scalars.words(...(perturbed ? perturbedKey : key)),
    substream: number,
    threshold: scalars.int(Math.round(keep * 2 ** 32) - 1),
    scale: scalars.float(scale),
  };
}
