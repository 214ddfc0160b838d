/**
 * Dropout of layer inputs (pylearn2's `costs.mlp.dropout`): one mask per example and unit, from the stream of the
 * layer and the substream of the update, so a mask depends on nothing that was drawn before it.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Rng } from "../random/rng.ts";
import type { Dropout } from "../models/mod.ts";
import type { DropoutRate, Recipe } from "./recipe.ts";

/** `scale` where the unit is kept and 0 elsewhere: [count] float32. */
export function dropoutMask(
  count: number,
  { keep, scale }: DropoutRate,
  rng: Rng,
  update: number,
): Float32Array {
  const kept = rng.bernoulli(count, keep, update);
  const mask = new Float32Array(count);
  for (let i = 0; i < count; i++) mask[i] = kept[i]! * scale;
  return mask;
}

/** The dropout of one update; the layer named `first` sees the images. `rng` is forked by the layers' names. */
export function dropoutOf(
  rates: NonNullable<Recipe["dropout"]>,
  first: string,
  rng: Rng,
  update: number,
): Dropout {
  return (input, layer) => {
    const rate = layer === first ? rates.input : rates.hidden;
    const [rows, columns] = input.shape;
    return tf.mul(
      input,
      tf.tensor2d(dropoutMask(rows * columns, rate, rng.fork(layer), update), [rows, columns]),
    );
  };
}
