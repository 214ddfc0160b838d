/**
 * §8: different models give an adversarial example the same wrong class. FGSM examples made on the naive maxout
 * network are shown to softmax regression. Claims Q16b, Q16c and L17.models.
 */
import { fgsm, fgsmAttack } from "../attacks/mod.ts";
import { experiment } from "./experiment.ts";
import { agreementOf, beyondChance, present, shareOf } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";

/** Softmax regression on what fools the maxout network. */
export const agreement = experiment({
  name: "agreement",
  title: "Agreement between models on adversarial examples (§8)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      maxout: naiveMaxout(profile, data, seed),
      softmax: softmaxRegression(profile, data, seed),
    }),
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [{
    attack: fgsmAttack({ epsilon, gradient: "float32" }),
    models: ({ models: { maxout } }) => ({ maxout }),
  }],
  measure({ models, dataset: { test }, parameters: { epsilon } }) {
    const { maxout, softmax } = models;
    const x = fgsm(maxout, test.pixels, test.labels, epsilon, "float32");
    const found = agreementOf(maxout.answers(x).predictions, softmax.answers(x).predictions, test.labels);
    const metrics = present({
      softmax_predicts_maxout: shareOf(found.same, found.fooled),
      softmax_agrees_where_both_err: shareOf(found.same, found.bothErr),
      agreement_beyond_chance: beyondChance(found, maxout.classes),
    });
    return { metrics, tables: {} };
  },
});
