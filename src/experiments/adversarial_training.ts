/**
 * §6: adversarial training of the maxout network. Clean error, error and confidence on the net's own FGSM examples,
 * and transfer both ways between it and the naive net of equal size, which shows whether a low own error is
 * resistance or a masked gradient. The full profile takes the networks of 1600 units, to which the published values
 * belong. Claims Q11b, Q12, Q13, L7 and H10 to H12.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import type { CostGradient, Model } from "../models/mod.ts";
import type { TrainPlan } from "../runs/mod.ts";
import { experiment } from "./experiment.ts";
import {
  confidenceMisclassifiedOf,
  difference,
  errorOf,
  evaluate,
  fgsmTotals,
  present,
  sweep,
  sweepRows,
  SWEPT,
} from "./measures/mod.ts";
import { adversarialMaxout, enlarged, naiveMaxout, PAPER, retrainedPair, SEEDS } from "./recipes/mod.ts";

/** FGSM on the adversarially trained maxout network, and transfer. */
export const adversarialTraining = experiment({
  name: "adversarial_training",
  title: "Adversarial training (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.adversarial[profile],
    models: (seed): Record<"naive" | "adversarial", TrainPlan> =>
      profile === "full" ? retrainedPair(profile, data, seed, (spec) => enlarged(spec, profile)) : {
        naive: naiveMaxout(profile, data, seed),
        adversarial: adversarialMaxout(profile, data, seed),
      },
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [
    { attack: fgsmAttack({ epsilon, gradient: "float32" }) },
    {
      attack: fgsmAttack({ epsilon, gradient: "direction" }),
      models: ({ models: { adversarial } }) => ({ adversarial }),
    },
  ],
  measure({ models, dataset, parameters: { epsilon } }) {
    const { naive, adversarial } = models;
    const attack = (target: Model, source: Model, gradient: CostGradient = "float32") =>
      fgsmTotals(target, dataset.test, epsilon, gradient, source);
    const own = attack(adversarial, adversarial);
    const whitebox = attack(naive, naive);
    const fromNaive = attack(adversarial, naive);
    const ofNaive = attack(naive, adversarial);
    const worse = fromNaive.errors > ofNaive.errors ? fromNaive : ofNaive;
    return {
      metrics: present({
        clean_error: errorOf(evaluate(adversarial, dataset.test)),
        error_own: errorOf(own),
        error_own_exact: errorOf(attack(adversarial, adversarial, "direction")),
        confidence_own_misclassified: confidenceMisclassifiedOf(own),
        error_from_naive: errorOf(fromNaive),
        error_of_naive: errorOf(ofNaive),
        naive_minus_adversarial_transfer_error: difference(ofNaive, fromNaive),
        whitebox_minus_transfer_error: difference(whitebox, worse),
      }),
      tables: {
        error_against_epsilon: sweepRows(
          "maxout-adversarial",
          SWEPT,
          sweep(adversarial, dataset.test, SWEPT, "float32"),
        ),
        transfer: [
          { source: "naive", target: "naive", error: errorOf(whitebox).value },
          { source: "naive", target: "adversarial", error: errorOf(fromNaive).value },
          { source: "adversarial", target: "naive", error: errorOf(ofNaive).value },
          { source: "adversarial", target: "adversarial", error: errorOf(own).value },
        ],
      },
    };
  },
});
