/**
 * §6, the controls: maxout networks trained with random noise of ε in the place of adversarial examples. Noise is
 * orthogonal to the gradient on average, so it should protect against nothing. Claims Q14, L9.controls, H13 and H14.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { confidenceOf, difference, errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { adversarialMaxout, naiveMaxout, noisyMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

/** FGSM on networks trained with noise. */
export const noiseControls = experiment({
  name: "noise_controls",
  title: "Training with noise, the controls (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.adversarial[profile],
    models: (seed) => ({
      naive: naiveMaxout(profile, data, seed, "control"),
      adversarial: adversarialMaxout(profile, data, seed),
      sign: noisyMaxout("sign", profile, data, seed),
      uniform: noisyMaxout("uniform", profile, data, seed),
    }),
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [
    { attack: fgsmAttack({ epsilon, gradient: "float32" }) },
    {
      attack: fgsmAttack({ epsilon, gradient: "direction" }),
      models: ({ models: { sign, uniform } }) => ({ sign, uniform }),
    },
  ],
  measure({ models, dataset: { test }, parameters: { epsilon } }) {
    const rounded = (model: Model) => fgsmTotals(model, test, epsilon, "float32");
    const naive = errorOf(rounded(models.naive)).value;
    const metrics: Record<string, Metric> = {};
    const controls = (["sign", "uniform"] as const).map((noise) => {
      const model = models[noise];
      const attacked = rounded(model);
      const exact = fgsmTotals(model, test, epsilon, "direction");
      metrics[`${noise}_clean_error`] = errorOf(evaluate(model, test));
      metrics[`${noise}_error`] = errorOf(attacked);
      metrics[`${noise}_error_exact`] = errorOf(exact);
      metrics[`${noise}_confidence`] = confidenceOf(attacked);
      metrics[`${noise}_confidence_exact`] = confidenceOf(exact);
      metrics[`${noise}_minus_naive_error`] = {
        value: errorOf(attacked).value - naive,
      };
      return attacked;
    });
    const better = controls[0]!.errors < controls[1]!.errors ? controls[0]! : controls[1]!;
    metrics["noise_minus_adversarial_error"] = difference(better, rounded(models.adversarial));
    return { metrics, tables: {} };
  },
});
