/**
 * §6 and §8: which directions fool a network. Random ±ε is nearly orthogonal to the gradient and often lowers the loss
 * (§6); what matters is a positive dot product with the gradient (§8), so noise that is turned over where its dot
 * product is negative fools more often, and FGSM with a share of its signs turned over still works. Claims L9.loss,
 * L16.direction and H40.
 */
import { fgsmAttack, gradientSigns, randomSigns, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, subset } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { dot } from "../numeric/sums.ts";
import type { Rng } from "../random/mod.ts";
import { experiment } from "./experiment.ts";
import { difference, errorOf, evaluate } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** Shares of the signs of the gradient that are turned over; the last one, a half, leaves noise. */
  readonly flips: readonly number[];
  /** The share that H40.flips compares with a half. */
  readonly flipped: number;
  /** Test images behind the errors against the share. */
  readonly flipImages: number;
};

/** The cosines between signs and gradients, image by image; 0 where there is no gradient. */
function cosines(signs: Int8Array, gradients: Float32Array, inputs: number): Float64Array {
  return Float64Array.from({ length: signs.length / inputs }, (_, i) => {
    const gradient = gradients.subarray(i * inputs, (i + 1) * inputs);
    const square = dot(gradient, gradient);
    const along = dot(signs.subarray(i * inputs, (i + 1) * inputs), gradient);
    return square > 0 ? along / Math.sqrt(square * inputs) : 0;
  });
}

/** Random signs on every image: their cosine with the gradient, what they do to the loss, and turned uphill. */
function noiseMeasures(model: Model, images: LabelledImages, epsilon: number, rng: Rng) {
  const { pixels, labels, count } = images;
  const { inputs } = model;
  const signs = randomSigns(count, inputs, rng.fork("signs"));
  const cosine = cosines(signs, model.inputGradient(pixels, labels, "direction"), inputs);
  const uphill = signs.map((s, j) => cosine[Math.floor(j / inputs)]! < 0 ? -s : s);
  const along = (directions: Int8Array) =>
    evaluate(model, images, (_m, x, _labels, first) => {
      const at = first * inputs;
      return stepAlong(x, directions.subarray(at, at + x.length), epsilon);
    });
  const before = model.losses(pixels, labels);
  const after = model.losses(stepAlong(pixels, signs, epsilon), labels);
  return {
    meanAbsoluteCosine: 100 * cosine.reduce((sum, c) => sum + Math.abs(c), 0) / count,
    lowerLoss: 100 * after.reduce((lower, loss, i) => lower + (loss < before[i]! ? 1 : 0), 0) / count,
    uphillGain: difference(along(uphill), along(signs)),
  };
}

/** Totals with a share of the gradient's signs turned over. */
function flippedTotals(model: Model, images: LabelledImages, epsilon: number, share: number, rng: Rng) {
  const stream = rng.fork(`flips/${share}`);
  return evaluate(model, images, (m, x, labels, first) => {
    const signs = gradientSigns(m, x, labels, "direction");
    for (let i = 0; i < labels.length; i++) {
      const bits = stream.bernoulli(m.inputs, share, first + i);
      for (let j = 0; j < m.inputs; j++) if (bits[j] === 1) signs[i * m.inputs + j]! *= -1;
    }
    return stepAlong(x, signs, epsilon);
  });
}

/** Directions with and without a positive dot product with the gradient. */
export const gradientDirections = experiment({
  name: "gradient_directions",
  title: "Noise, and directions that lean on the gradient (§6, §8)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: {
      epsilon: PAPER.epsilon,
      flips: [0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5],
      flipped: 0.4,
      flipImages: profile === "smoke" ? 200 : 1000,
    } satisfies Parameters,
  }),
  attacks: ({ epsilon }) => [{ attack: fgsmAttack({ epsilon, gradient: "direction" }) }],
  measure({ models, dataset: { test }, parameters: { epsilon, flips, flipped, flipImages }, rng }) {
    const maxout = models.maxout;
    const noise = noiseMeasures(maxout, test, epsilon, rng);
    const some = subset(test, 0, Math.min(flipImages, test.count));
    const found = Object.entries(models).flatMap(([name, model]) =>
      flips.map((share) => ({ name, share, totals: flippedTotals(model, some, epsilon, share, rng) }))
    );
    const at = (wanted: number) =>
      found.find(({ name, share }) => name === "maxout" && share === wanted)!.totals;
    return {
      metrics: {
        mean_absolute_cosine: { value: noise.meanAbsoluteCosine },
        lower_loss_share: { value: noise.lowerLoss, trials: test.count },
        softmax_lower_loss_share: {
          value: noiseMeasures(models.softmax, test, epsilon, rng).lowerLoss,
          trials: test.count,
        },
        uphill_minus_random_error: noise.uphillGain,
        flipped_minus_random_error: difference(at(flipped), at(0.5)),
      },
      tables: {
        error_against_cosine: found.map(({ name, share, totals }) => ({
          model: name,
          flipped: share,
          cosine: 1 - 2 * share,
          error: errorOf(totals).value,
        })),
      },
    };
  },
});
