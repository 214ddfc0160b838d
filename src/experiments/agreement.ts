/**
 * §8: different models give an adversarial example the same wrong class. FGSM examples made on the naive maxout
 * network are shown to softmax regression. Claims Q16b, Q16c and L17.models.
 */
import { fgsm } from "../attacks/mod.ts";
import type { Experiment, Metric } from "./experiment.ts";
import { naiveMaxout, softmaxRegression } from "./recipes.ts";
import { fgsmAttack, sanityChecks } from "./sanity.ts";
import { SEEDS } from "./seeds.ts";

type Parameters = { readonly epsilon: number };

/** Softmax regression on what fools the maxout network. */
export const agreement: Experiment<Parameters> = {
  name: "agreement",
  title: "Agreement between models on adversarial examples (§8)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      maxout: naiveMaxout(profile, data, seed),
      softmax: softmaxRegression(profile, data, seed),
    }),
    parameters: { epsilon: 0.25 },
  }),
  measure({ models, dataset: { test }, parameters: { epsilon }, rng }) {
    const maxout = models["maxout"]!;
    const x = fgsm(maxout, test.pixels, test.labels, epsilon, "float32");
    const other = models["softmax"]!.answers(x).predictions;
    let fooled = 0;
    let bothErr = 0;
    let same = 0;
    maxout.answers(x).predictions.forEach((predicted, i) => {
      const label = test.labels[i]!;
      if (predicted === label) return;
      fooled++;
      if (other[i] !== label) bothErr++;
      if (other[i] === predicted) same++;
    });
    const metrics: Record<string, Metric> = {};
    if (fooled > 0) metrics["softmax_predicts_maxout"] = { value: 100 * same / fooled, trials: fooled };
    if (bothErr > 0) {
      metrics["softmax_agrees_where_both_err"] = { value: 100 * same / bothErr, trials: bothErr };
      metrics["agreement_beyond_chance"] = { value: 100 * (same / bothErr - 1 / 9) };
    }
    return {
      metrics,
      tables: { sanity: sanityChecks("maxout", maxout, test, fgsmAttack(epsilon, "float32"), rng) },
    };
  },
};
