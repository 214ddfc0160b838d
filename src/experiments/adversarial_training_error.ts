/**
 * §6: the adversarially trained network of 240 units does not even resist the adversarial examples of its own
 * training images, which is why the paper enlarges it. Claim L5.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import { subset } from "../datasets/mod.ts";
import { experiment } from "./experiment.ts";
import { errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { adversarialMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** How many training images, from the first. */
  readonly images: number;
};

/** FGSM on the training images of the adversarially trained network. */
export const adversarialTrainingError = experiment({
  name: "adversarial_training_error",
  title: "Adversarial error on the training images (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.adversarial[profile],
    models: (seed) => ({ adversarial: adversarialMaxout(profile, data, seed) }),
    parameters: { epsilon: PAPER.epsilon, images: Math.min(10_000, data.train) } satisfies Parameters,
  }),
  attacks: ({ epsilon, images }) => [{
    attack: fgsmAttack({ epsilon, gradient: "float32" }),
    images: ({ dataset: { train } }) => subset(train, 0, images),
  }],
  measure({ models, dataset: { train }, parameters: { epsilon, images } }) {
    const model = models.adversarial;
    const seen = subset(train, 0, images);
    return {
      metrics: {
        clean_error_training: errorOf(evaluate(model, seen)),
        error_own_training: errorOf(fgsmTotals(model, seen, epsilon, "float32")),
      },
      tables: {},
    };
  },
});
