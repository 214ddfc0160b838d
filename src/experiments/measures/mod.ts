/** What experiments measure of models. @module */
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
export { measureReadings, readingAttacks } from "./gradient_readings.ts";
export { explainedByLines } from "./piecewise_linear.ts";
export { measurePair } from "./retrained_pair.ts";
export { firstRight, runnersUp } from "./rivals.ts";
