/** §4: turning an image by a small angle towards its gradient "reliably" fools linear and maxout models. Claim L2. */
import { rotate, turnTowards } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { type Attack, difference, evaluate, sanityChecks } from "./measures/mod.ts";
import { naiveMaxout, SEEDS, softmaxRegression } from "./recipes/mod.ts";

/** Error after the rotation minus clean error, in points. */
function errorGain(model: Model, images: LabelledImages, degrees: number): Metric {
  const rotated = evaluate(model, images, (m, x, labels) => rotate(m, x, labels, degrees));
  return difference(rotated, evaluate(model, images));
}

/** The largest relative change of an image's norm. */
function normChange(x: Float32Array, moved: Float32Array, inputs: number): number {
  let largest = 0;
  for (let at = 0; at < x.length; at += inputs) {
    let before = 0;
    let after = 0;
    for (let i = at; i < at + inputs; i++) {
      before += x[i]! * x[i]!;
      after += moved[i]! * moved[i]!;
    }
    if (before > 0) largest = Math.max(largest, Math.abs(Math.sqrt(after / before) - 1));
  }
  return largest;
}

/** The rotation as an attack under test; its size keeps the norm, and float32 rounds each pixel once. */
function rotationAttack(degrees: number): Attack {
  return {
    name: "rotation",
    size: degrees,
    gradient: "direction",
    make: rotate,
    control: (x, inputs, size, rng) => turnTowards(x, Float32Array.from(rng.normal(x.length)), inputs, size),
    excess: (x, moved, inputs) => ({ deviation: normChange(x, moved, inputs), allowed: 1 / 2 ** 22 }),
  };
}

/** Rotation towards the gradient. */
export const rotation = experiment({
  name: "rotation",
  title: "Turning images towards their gradient (§4)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: { degrees: 20 },
  }),
  measure: ({ models, dataset, parameters: { degrees }, rng }) => ({
    metrics: {
      softmax_error_gain: errorGain(models.softmax, dataset.test, degrees),
      maxout_error_gain: errorGain(models.maxout, dataset.test, degrees),
    },
    tables: {
      sanity: Object.entries(models).flatMap(([name, model]) =>
        sanityChecks(name, model, dataset.test, rotationAttack(degrees), rng)
      ),
    },
  }),
});
