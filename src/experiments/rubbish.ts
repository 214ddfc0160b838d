/**
 * Appendix A: images of Gaussian noise, N(0, I) for each pixel, which belong to no class. An image counts as an error
 * where some class has a probability above one half. Claims Q20a, Q20d, Q21a, L19.norm and L19.skew.
 */
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { falsePositives, noiseImages } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";
import type { MeasuredRow } from "../tables/mod.ts";

type Parameters = {
  readonly images: number;
  /** Above this probability a class counts as seen. */
  readonly threshold: number;
  /** Noise of this many times the norm, for L19.norm. */
  readonly norms: readonly [number, number];
};

function meanConfidence(model: Model, x: Float32Array): number {
  const { confidences } = model.answers(x);
  return 100 * confidences.reduce((a, b) => a + b) / confidences.length;
}

/** Noise images on softmax regression and on the naive maxout network. */
export const rubbish = experiment({
  name: "rubbish",
  title: "Images of noise (App. A)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: {
      images: profile === "smoke" ? 1000 : 10_000,
      threshold: PAPER.threshold,
      norms: [0.5, 2],
    } satisfies Parameters,
  }),
  measure({ models, parameters: { images, threshold, norms }, rng }) {
    const { inputs } = models.maxout;
    const stream = rng.fork("images");
    const x = noiseImages(images, inputs, 1, stream);
    const metrics: Record<string, Metric> = {};
    const tables: MeasuredRow<"rubbish_classes">[] = [];
    for (const name of ["softmax", "maxout"] as const) {
      const { errors, error, counts, confidence } = falsePositives(models[name], x, threshold);
      metrics[`${name}_error`] = error;
      if (confidence === null) continue;
      metrics[`${name}_confidence`] = confidence;
      if (name === "maxout") {
        metrics["maxout_fives"] = { value: 100 * (counts[5] ?? 0) / errors, trials: errors };
        metrics["maxout_eights"] = { value: 100 * (counts[8] ?? 0) / errors, trials: errors };
        metrics["maxout_skew"] = { value: 100 * Math.max(...counts) / errors - 100 / models.maxout.classes };
      }
      counts.forEach((count, k) => tables.push({ model: name, class: k, share: 100 * count / errors }));
    }
    const [small, large] = norms.map((scale) =>
      meanConfidence(models.maxout, noiseImages(images, inputs, scale, stream))
    );
    metrics["maxout_confidence_norm_gain"] = { value: large! - small! };
    return { metrics, tables: { rubbish_classes: tables } };
  },
});
