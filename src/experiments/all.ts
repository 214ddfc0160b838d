/** Every experiment, cheapest first: the order in which they run and their verdicts appear. */
import { agreement } from "./agreement.ts";
import { adversarialTraining } from "./adversarial_training.ts";
import { errorAgainstEpsilon } from "./error_against_epsilon.ts";
import type { Experiment } from "./experiment.ts";
import { fgsmMaxout } from "./fgsm_maxout.ts";
import { fgsmSoftmax } from "./fgsm_softmax.ts";
import { linearGrowth } from "./linear_growth.ts";
import { logistic3v7 } from "./logistic_3v7.ts";
import { noiseControls } from "./noise_controls.ts";
import { rotation } from "./rotation.ts";
import { rubbish } from "./rubbish.ts";
import { sharedPerturbations } from "./shared_perturbations.ts";

// deno-lint-ignore no-explicit-any -- each experiment has parameters of its own type
export const EXPERIMENTS: readonly Experiment<any>[] = Object.freeze([
  linearGrowth,
  logistic3v7,
  fgsmSoftmax,
  fgsmMaxout,
  errorAgainstEpsilon,
  rotation,
  rubbish,
  sharedPerturbations,
  agreement,
  adversarialTraining,
  noiseControls,
]);
