/**
 * §6: clean test errors of the network enlarged to 1600 units, naive and adversarially trained, after early stopping
 * and retraining: the paper's main result. Claims Q9b, Q10 and H57; weeks of one core, so the full profile alone
 * runs it.
 */
import { experiment } from "./experiment.ts";
import { measurePair } from "./measures/mod.ts";
import { enlarged, retrainedPair, SEEDS } from "./recipes/mod.ts";

/** 1600 units by the paper's protocol. */
export const enlargedNetwork = experiment({
  name: "enlarged_network",
  title: "Clean errors after early stopping, 1600 units (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.retrained[profile],
    models: (seed) => retrainedPair(profile, data, seed, (spec) => enlarged(spec, profile)),
    parameters: null,
  }),
  measure: measurePair,
});
