/** §4: turning an image by a small angle towards its gradient "reliably" fools linear and maxout models. Claim L2. */
import { rotate, rotationAttack } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { difference, evaluate } from "./measures/mod.ts";
import { naiveMaxout, SEEDS, softmaxRegression } from "./recipes/mod.ts";

/** Error after the rotation minus clean error, in points. */
function errorGain(model: Model, images: LabelledImages, degrees: number): Metric {
  const rotated = evaluate(model, images, (m, x, labels) => rotate(m, x, labels, degrees));
  return difference(rotated, evaluate(model, images));
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
  attacks: ({ degrees }) => [{ attack: rotationAttack({ degrees }) }],
  measure: ({ models, dataset, parameters: { degrees } }) => ({
    metrics: {
      softmax_error_gain: errorGain(models.softmax, dataset.test, degrees),
      maxout_error_gain: errorGain(models.maxout, dataset.test, degrees),
    },
    tables: {},
  }),
});
