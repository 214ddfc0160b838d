/**
 * §6: clean test errors of the 240-unit network, naive and adversarially trained, after early stopping and
 * retraining. Claims Q8a, Q8b and H56; days of one core, so the full profile alone runs it.
 */
import { experiment } from "./experiment.ts";
import { measurePair } from "./measures/mod.ts";
import { retrainedPair, SEEDS } from "./recipes/mod.ts";

/** 240 units by the paper's protocol. */
export const earlyStopping = experiment({
  name: "early_stopping",
  title: "Clean errors after early stopping, 240 units (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.retrained[profile],
    models: (seed) => retrainedPair(profile, data, seed),
    parameters: null,
  }),
  measure: measurePair,
});
