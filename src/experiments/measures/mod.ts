/** What experiments measure of models, and what they check before they conclude. @module */
export type { SanityCheck } from "../experiment.ts";
export { agreementOf, beyondChance, shareOf } from "./agreement.ts";
export { answerTables } from "./answer_tables.ts";
export { sweep, sweepRows, SWEPT } from "./epsilon_sweep.ts";
export {
  confidenceMisclassifiedOf,
  confidenceOf,
  difference,
  errorOf,
  evaluate,
  evaluateUnder,
  type Perturbation,
  present,
} from "./evaluate.ts";
export { falsePositives } from "./false_positives.ts";
export { fgsmMetrics, fgsmTotals } from "./fgsm_metrics.ts";
export { noiseImages } from "./noise_images.ts";
export { explainedByLines } from "./piecewise_linear.ts";
export { measurePair } from "./retrained_pair.ts";
export { firstRight, runnersUp } from "./rivals.ts";
export { type Attack, fgsmAttack, sanityChecks } from "./sanity.ts";
export { dot, l1Norm, mean } from "./sums.ts";
export {
  probabilityStepAttack,
  signStepAttack,
  type TargetedAttack,
  targetedChecks,
} from "./targeted_sanity.ts";
export { probabilityStep, signStep, targetProbabilities } from "./targeted_step.ts";
