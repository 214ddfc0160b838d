/**
 * §3, §4: FGSM maximises the first-order expansion of the cost, J(x) + ηᵀ∇ₓJ. How far the expansion is right: exactly
 * for the logits of a linear model; for a maxout network better for the logits than for the cost, which saturates, and
 * better for small ε. Claims H42 to H44.
 */
import { gradientSigns, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, subset, unitPixels } from "../datasets/mod.ts";
import { type Model, type Pixels, totalsOf } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import { dot, errorOf, fgsmAttack, runnersUp, sanityChecks } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilons: readonly number[];
  /** The smallest and the largest ε that the claims compare; both are among `epsilons`. */
  readonly small: number;
  readonly large: number;
  /** Test images. */
  readonly images: number;
};

/** The lead of the label's logit over its rival's, image by image. */
function margins(model: Model, x: Pixels, labels: Uint8Array, rival: Uint8Array): Float64Array {
  const { logits } = model.answers(x);
  const { classes } = model;
  return Float64Array.from(
    labels,
    (label, i) => logits[i * classes + label]! - logits[i * classes + rival[i]!]!,
  );
}

/** (moved - x)ᵀg for each image. */
function dots(x: Float32Array, moved: Float32Array, gradients: Float32Array, inputs: number): Float64Array {
  const change = Float64Array.from(moved, (v, j) => v - x[j]!);
  return Float64Array.from({ length: x.length / inputs }, (_, i) => {
    const own = [i * inputs, (i + 1) * inputs] as const;
    return dot(change.subarray(...own), gradients.subarray(...own));
  });
}

/** The summed deviation of predicted from actual changes, in per cent of the summed size of the actual ones. */
function relativeError(before: Float64Array, after: Float64Array, predicted: Float64Array): number {
  let deviation = 0;
  let size = 0;
  before.forEach((value, i) => {
    deviation += Math.abs(after[i]! - value - predicted[i]!);
    size += Math.abs(after[i]! - value);
  });
  return 100 * deviation / size;
}

/** The expansion's errors along the FGSM direction, for each ε. */
function expansion(model: Model, { pixels, labels }: LabelledImages, epsilons: readonly number[]) {
  const x = unitPixels(pixels);
  const rival = runnersUp(model.answers(x).logits, labels);
  const costGradient = model.inputGradient(x, labels, "exact");
  // the costs of two labels differ by the difference of their logits, and so do their gradients
  const rivalGradient = model.inputGradient(x, rival, "exact");
  const signs = gradientSigns(model, x, labels, "direction");
  const loss = model.losses(x, labels);
  const margin = margins(model, x, labels, rival);
  return epsilons.map((epsilon) => {
    const moved = stepAlong(x, signs, epsilon);
    const predictedLoss = dots(x, moved, costGradient, model.inputs);
    const rivalLoss = dots(x, moved, rivalGradient, model.inputs);
    const predictedMargin = rivalLoss.map((change, i) => change - predictedLoss[i]!);
    return {
      epsilon,
      loss: relativeError(loss, model.losses(moved, labels), predictedLoss),
      margin: relativeError(margin, margins(model, moved, labels, rival), predictedMargin),
      error: errorOf(totalsOf(model.answers(moved), labels)).value,
    };
  });
}

/** The first-order expansion of cost and logits along the FGSM direction. */
export const firstOrder = experiment({
  name: "first_order",
  title: "How far the first-order expansion is right (§3, §4)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: {
      epsilons: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, PAPER.epsilon],
      small: 0.01,
      large: PAPER.epsilon,
      images: profile === "smoke" ? 100 : 1000,
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters: { epsilons, small, large, images }, rng }) {
    const some = subset(test, 0, Math.min(images, test.count));
    const rows = Object.entries(models).flatMap(([model, network]) =>
      expansion(network, some, epsilons).map((row) => ({ model, ...row }))
    );
    const at = (model: string, epsilon: number) =>
      rows.find((row) => row.model === model && row.epsilon === epsilon)!;
    return {
      metrics: {
        softmax_margin_error: { value: at("softmax", large).margin },
        maxout_loss_minus_margin_error: { value: at("maxout", large).loss - at("maxout", large).margin },
        maxout_margin_error_growth: { value: at("maxout", large).margin - at("maxout", small).margin },
      },
      tables: {
        first_order: rows,
        sanity: Object.entries(models).flatMap(([name, model]) =>
          sanityChecks(name, model, test, fgsmAttack(large, "direction"), rng)
        ),
      },
    };
  },
});
