/**
 * §6: clean test errors of a naive and an adversarially trained network after early stopping and retraining. Two
 * experiments share it, for 240 and for 1600 units.
 */
import type { MeasureContext, Measurement, Metric } from "../experiment.ts";
import type { PairRole } from "../recipes/mod.ts";
import { difference, errorOf, evaluate } from "./evaluate.ts";

/** Clean test errors of both networks, and how long each was trained. */
export function measurePair(
  { models, trainings, dataset: { test } }: MeasureContext<null, PairRole>,
): Measurement {
  const naive = evaluate(models.naive, test);
  const adversarial = evaluate(models.adversarial, test);
  const epochs = (role: PairRole): Metric => ({ value: trainings[role].metrics.bestEpoch! });
  return {
    metrics: {
      naive_error: errorOf(naive),
      adversarial_error: errorOf(adversarial),
      naive_minus_adversarial_error: difference(naive, adversarial),
      naive_epochs: epochs("naive_selected"),
      adversarial_epochs: epochs("adversarial_selected"),
    },
    tables: {},
  };
}
