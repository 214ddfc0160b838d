/**
 * §4: the fast gradient sign method, ε = .25, against a naively trained maxout network, by every reading of the gradient.
 * Claims Q3a and Q3b. Also the grid of adversarial images that the report shows.
 */
import { gradientSigns, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, nearestBytes, subset } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import { answerTables, fgsmMetrics, measureReadings, readingAttacks } from "./measures/mod.ts";
import { MAXOUT_DROPOUT, naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";
import { type MeasuredRow, ofFirstSeed } from "../tables/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** The ε of the grid's columns. */
  readonly grid: readonly number[];
  /** Test images in the grid: the first of each of these classes. */
  readonly gridClasses: readonly number[];
};

/** Rows of the figure `adversarial_grid` for one test image. */
function gridRows(
  model: Model,
  images: LabelledImages,
  index: number,
  epsilons: readonly number[],
): readonly MeasuredRow<"adversarial_grid">[] {
  const { pixels, labels } = subset(images, index, index + 1);
  const label = labels[0]!;
  const signs = gradientSigns(model, pixels, labels, "float32");
  const steps = [0, ...epsilons].map((epsilon) => {
    const perturbed = stepAlong(pixels, signs, epsilon);
    const { predictions, confidences } = model.answers(perturbed);
    const seen = { predicted: predictions[0]!, confidence: confidences[0]! };
    return { kind: "image", index, label, epsilon, ...seen, pixels: [...nearestBytes(perturbed)] };
  });
  const sign = { epsilon: 0, predicted: label, confidence: 0, pixels: Array.from(signs) };
  return [{ kind: "sign", index, label, ...sign }, ...steps];
}

/** FGSM on the naive maxout network. */
export const fgsmMaxout = experiment({
  name: "fgsm_maxout",
  version: 2,
  title: "FGSM on a naively trained maxout network (§4)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({ maxout: naiveMaxout(profile, data, seed) }),
    parameters: {
      epsilon: PAPER.epsilon,
      grid: [0.05, 0.1, 0.15, 0.2, PAPER.epsilon],
      gridClasses: [7, 4, 0, 2],
    } satisfies Parameters,
  }),
  attacks: ({ epsilon }) => readingAttacks(epsilon, MAXOUT_DROPOUT),
  measure({ models, dataset, parameters, seed }) {
    const model = models.maxout;
    const indices = parameters.gridClasses.map((k) => dataset.test.labels.indexOf(k)).filter((i) => i >= 0);
    const { epsilon } = parameters;
    const readings = measureReadings(model, dataset.test, epsilon, MAXOUT_DROPOUT);
    const grid = indices.flatMap((index) => gridRows(model, dataset.test, index, parameters.grid));
    return {
      metrics: { ...fgsmMetrics(model, dataset.test, epsilon), ...readings.metrics },
      tables: {
        ...answerTables("maxout", model, dataset.test, epsilon, seed),
        gradient_readings: readings.rows,
        ...ofFirstSeed(seed, () => ({ adversarial_grid: grid })),
      },
    };
  },
});
