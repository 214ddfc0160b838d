/**
 * §6, the controls: maxout networks trained with random noise of ε in the place of adversarial examples. Noise is
 * orthogonal to the gradient on average, so it should protect against nothing. Claims Q14, L9.controls, H13 and H14.
 */
import { fgsm } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { confidenceOf, difference, errorOf, evaluate } from "./evaluate.ts";
import type { Experiment, Metric } from "./experiment.ts";
import { adversarialMaxout, naiveMaxout, noisyMaxout } from "./recipes.ts";

type Parameters = { readonly epsilon: number };

/** FGSM on networks trained with noise. */
export const noiseControls: Experiment<Parameters> = {
  name: "noise_controls",
  title: "Training with noise, the controls (§6)",
  plan: (profile, data) => ({
    seeds: profile === "smoke" ? 2 : profile === "full" ? 5 : 3,
    models: (seed) => ({
      naive: naiveMaxout(profile, data, seed),
      adversarial: adversarialMaxout(profile, data, seed),
      sign: noisyMaxout("sign", profile, data, seed),
      uniform: noisyMaxout("uniform", profile, data, seed),
    }),
    parameters: { epsilon: 0.25 },
  }),
  measure({ models, dataset: { test }, parameters: { epsilon } }) {
    const attacked = (model: Model) => whitebox(model, test, epsilon);
    const naive = attacked(models["naive"]!);
    const metrics: Record<string, Metric> = {};
    const controls = (["sign", "uniform"] as const).map((noise) => {
      const model = models[noise]!;
      const { rounded, exact } = attacked(model);
      metrics[`${noise}_clean_error`] = errorOf(evaluate(model, test));
      metrics[`${noise}_error`] = errorOf(rounded);
      metrics[`${noise}_error_exact`] = errorOf(exact);
      metrics[`${noise}_confidence`] = confidenceOf(rounded);
      metrics[`${noise}_confidence_exact`] = confidenceOf(exact);
      metrics[`${noise}_minus_naive_error`] = {
        value: errorOf(rounded).value - errorOf(naive.rounded).value,
      };
      return rounded;
    });
    const better = controls[0]!.errors < controls[1]!.errors ? controls[0]! : controls[1]!;
    metrics["noise_minus_adversarial_error"] = difference(better, attacked(models["adversarial"]!).rounded);
    return { metrics, tables: {} };
  },
};

/** Totals under FGSM with the gradient as float32 rounds it, and exact. */
function whitebox(model: Model, images: LabelledImages, epsilon: number) {
  const [rounded, exact] = (["float32", "direction"] as const).map((gradient) =>
    evaluate(model, images, (m, x, labels) => fgsm(m, x, labels, epsilon, gradient))
  );
  return { rounded: rounded!, exact: exact! };
}
