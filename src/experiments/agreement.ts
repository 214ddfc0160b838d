/**
 * §8: different models give an adversarial example the same wrong class. FGSM examples made on the naive maxout
 * network are shown to softmax regression. Claims Q16b, Q16c and L17.models.
 */
import { fgsm } from "../attacks/mod.ts";
import type { Experiment } from "./experiment.ts";
import { agreementOf, fgsmAttack, present, sanityChecks, shareOf } from "./measures/mod.ts";
import { naiveMaxout, SEEDS, softmaxRegression } from "./recipes/mod.ts";

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
    const [first, other] = [maxout, models["softmax"]!].map((model) => model.answers(x).predictions) as [
      Uint8Array,
      Uint8Array,
    ];
    const { fooled, bothErr, same } = agreementOf(first, other, test.labels);
    const metrics = present({
      softmax_predicts_maxout: shareOf(same, fooled),
      softmax_agrees_where_both_err: shareOf(same, bothErr),
      agreement_beyond_chance: bothErr === 0 ? null : { value: 100 * (same / bothErr - 1 / 9) },
    });
    return {
      metrics,
      tables: { sanity: sanityChecks("maxout", maxout, test, fgsmAttack(epsilon, "float32"), rng) },
    };
  },
};
