/** §4: the fast gradient sign method, ε = .25, against softmax regression on MNIST. Claims Q2a and Q2b. */
import { fgsmAttack } from "../attacks/mod.ts";
import { experiment } from "./experiment.ts";
import { answerTables, fgsmMetrics } from "./measures/mod.ts";
import { PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";

/** FGSM on softmax regression. */
export const fgsmSoftmax = experiment({
  name: "fgsm_softmax",
  title: "FGSM on softmax regression (§4)",
  plan: (profile, data) => ({
    seeds: SEEDS.linear[profile],
    models: (seed) => ({ softmax: softmaxRegression(profile, data, seed) }),
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [
    { attack: fgsmAttack({ epsilon, gradient: "float32" }) },
    { attack: fgsmAttack({ epsilon, gradient: "direction" }) },
  ],
  measure({ models, dataset: { test }, parameters: { epsilon }, seed }) {
    const model = models.softmax;
    return {
      metrics: fgsmMetrics(model, test, epsilon),
      tables: {
        ...answerTables("softmax", model, test, epsilon, seed),
      },
    };
  },
});
