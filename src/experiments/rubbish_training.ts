/**
 * Appendix A: a maxout network that is trained on Gaussian noise beside the digits learns to reject it, at no cost and
 * to no great benefit, and is fooled again by noise after one gradient step. Claims Q23.
 */
import type { Model } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import {
  difference,
  errorOf,
  evaluate,
  falsePositives,
  noiseImages,
  present,
  signStep,
  signStepAttack,
  targetedChecks,
} from "./measures/mod.ts";
import { naiveMaxout, PAPER, rubbishMaxout, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  readonly images: number;
  /** Above this probability a class counts as seen. */
  readonly threshold: number;
  /** Size of the step from the noise. */
  readonly epsilon: number;
};

/** Noise after one sign step that raises the probability of the class which the model finds likeliest. */
function stepped(model: Model, x: Float32Array, epsilon: number): Float32Array {
  return signStep(model, x, model.answers(x).predictions)(epsilon);
}

/** A network trained on noise. */
export const rubbishTraining = experiment({
  name: "rubbish_training",
  title: "Training on images of noise (App. A)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      naive: naiveMaxout(profile, data, seed, "variant"),
      rubbish: rubbishMaxout(profile, data, seed),
    }),
    parameters: {
      images: profile === "smoke" ? 500 : 10_000,
      threshold: PAPER.threshold,
      epsilon: PAPER.epsilon,
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters: { images, threshold, epsilon }, rng }) {
    const x = noiseImages(images, models.naive.inputs, 1, rng.fork("images"));
    const found = (["naive", "rubbish"] as const).map((name) => {
      const model = models[name];
      return {
        name,
        clean: evaluate(model, test),
        before: falsePositives(model, x, threshold),
        after: falsePositives(model, stepped(model, x, epsilon), threshold),
      };
    });
    const [naive, rubbish] = found as [typeof found[number], typeof found[number]];
    return {
      metrics: present({
        naive_rubbish_error: naive.before.error,
        rubbish_error: rubbish.before.error,
        fooled_error: rubbish.after.error,
        fooled_confidence: rubbish.after.confidence,
        fooled_gain: { value: rubbish.after.error.value - rubbish.before.error.value },
        clean_rise: difference(rubbish.clean, naive.clean),
        clean_gain: difference(naive.clean, rubbish.clean),
      }),
      tables: {
        rubbish_training: found.map(({ name, clean, before, after }) => ({
          trained: name,
          clean_error: errorOf(clean).value,
          rubbish_error: before.error.value,
          stepped_error: after.error.value,
        })),
      },
    };
  },
  // the claims rest on the step of the net that was trained on noise
  checks: ({ models: { rubbish }, parameters: { epsilon }, rng }) =>
    targetedChecks("rubbish", rubbish, signStepAttack(epsilon), rng),
});
