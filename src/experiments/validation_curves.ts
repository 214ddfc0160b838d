/**
 * §6: while the network is trained adversarially its clean validation error levels off, its adversarial one still
 * falls; that is why the paper stops on the latter. Claim L6, and the curves for a figure.
 */
import { DataError } from "../errors.ts";
import { experiment } from "./experiment.ts";
import { adversarialMaxout, SEEDS, stoppedEarly, watched } from "./recipes/mod.ts";
import { ofFirstSeed } from "../tables/mod.ts";

/** The epoch, counted from 1, of the least value; the first among equals. */
function epochOfLeast(errors: readonly number[]): number {
  return errors.indexOf(Math.min(...errors)) + 1;
}

/** Validation errors of adversarial training by epoch. */
export const validationCurves = experiment({
  name: "validation_curves",
  title: "Validation errors during adversarial training (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.watched[profile],
    models: (seed) => {
      const spec = adversarialMaxout(profile, data, seed);
      // in full the very training that early_stopping chooses its epochs from
      return {
        adversarial: profile === "full"
          ? stoppedEarly(spec, profile, data, "adversarial")
          : watched(spec, data),
      };
    },
    parameters: null,
  }),
  measure({ trainings, seed }) {
    const { validation } = trainings.adversarial.metrics;
    if (validation === undefined) throw new DataError("Cannot draw curves: the training was not watched");
    const { images, clean, adversarial } = validation;
    const share = (errors: number) => 100 * errors / images;
    return {
      metrics: {
        clean_epoch: { value: epochOfLeast(clean) },
        adversarial_epoch: { value: epochOfLeast(adversarial) },
        adversarial_minus_clean_epoch: { value: epochOfLeast(adversarial) - epochOfLeast(clean) },
      },
      tables: ofFirstSeed(seed, () => ({
        training_curves: clean.map((errors, i) => ({
          epoch: i + 1,
          clean_error: share(errors),
          adversarial_error: share(adversarial[i]!),
        })),
      })),
    };
  },
});
