/**
 * The two distances that attacks keep: the largest change of a pixel, and the Euclidean length of the change. Each says
 * how far images are from having it, and makes random images that have it.
 */
import type { Model } from "../models/mod.ts";
import { dot } from "../numeric/sums.ts";
import type { Rng } from "../random/mod.ts";
import type { StepAttack } from "./attack.ts";
import { randomSignNoise } from "./noise.ts";
import { noiseImages } from "./noise_images.ts";

/** What an attack knows of its distance. */
export type Distance = Pick<StepAttack, "size" | "control" | "excess">;

/** Some pixel changes by `epsilon`, and none by more. */
export function maxNorm(epsilon: number): Distance {
  return {
    size: epsilon,
    control: (x, _moved, inputs, rng) => randomSignNoise(x, inputs, epsilon, rng),
    excess(_model, x, _labels, moved) {
      let [change, pixel] = [0, 0];
      for (let i = 0; i < x.length; i++) {
        change = Math.max(change, Math.abs(moved[i]! - x[i]!));
        pixel = Math.max(pixel, Math.abs(x[i]!));
      }
      // ε and the sum are each rounded once, by half a unit in the last place of at most the largest pixel + ε
      return { deviation: Math.abs(change - epsilon), allowed: (pixel + 2 * epsilon) / 2 ** 24 };
    },
  };
}

/** ‖image‖₂ of each image: [n]. */
export function lengths(images: ArrayLike<number>, inputs: number): Float64Array {
  return Float64Array.from({ length: images.length / inputs }, (_, i) => {
    const own = Float64Array.from({ length: inputs }, (_, j) => images[i * inputs + j]!);
    return Math.sqrt(dot(own, own));
  });
}

function distances(x: Float32Array, moved: Float32Array, inputs: number): Float64Array {
  return lengths(Float64Array.from(moved, (v, j) => v - x[j]!), inputs);
}

/** Images [n, inputs] as far from `x` as `moved` is, image by image, in Gaussian directions. */
export function movedAtRandom(x: Float32Array, moved: Float32Array, inputs: number, rng: Rng): Float32Array {
  const wanted = distances(x, moved, inputs);
  const noise = noiseImages(wanted.length, inputs, 1, rng);
  const scales = lengths(noise, inputs).map((length, i) => wanted[i]! / length);
  return x.map((v, j) => v + scales[Math.floor(j / inputs)]! * noise[j]!);
}

const largest = (values: Float64Array) => values.reduce((most, v) => Math.max(most, v), 0);

/** Each image moves by the length that `expected` gives for it: [n], for a step of `size`. */
export function euclidean(
  size: number,
  expected: (model: Model, x: Float32Array, labels: ArrayLike<number>) => Float64Array,
): Distance {
  return {
    size,
    control: movedAtRandom,
    excess(model, x, labels, moved) {
      const wanted = expected(model, x, labels);
      const found = distances(x, moved, model.inputs);
      const deviation = largest(found.map((length, i) => Math.abs(length - wanted[i]!)));
      // each pixel is rounded once, to half a unit in its last place; what is expected comes from float32 too
      return { deviation, allowed: largest(lengths(moved, model.inputs)) / 2 ** 23 };
    },
  };
}
