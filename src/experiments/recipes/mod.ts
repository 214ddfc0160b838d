/** How the models of the experiments are trained, by profile. @module */
export { stoppedEarly, watched } from "./held_out.ts";
export {
  adversarialLogistic,
  decayedLogistic,
  type LogisticSpec,
  logisticThreeSeven,
  THREE_SEVEN,
  threesAndSevens,
} from "./logistic.ts";
export {
  adversarialMaxout,
  decayedMaxout,
  enlarged,
  halfMaxout,
  MAXOUT_DROPOUT,
  naiveMaxout,
  noisyMaxout,
} from "./maxout.ts";
export { PAPER } from "./paper.ts";
export { deepRbfNetwork, rbfNetwork, type RbfSpec } from "./rbf.ts";
export { type PairRole, retrainedPair } from "./retrained_pair.ts";
export { SEEDS } from "./seeds.ts";
export { softmaxRegression } from "./softmax.ts";
export {
  differentiableMaxout,
  hiddenMaxout,
  perceptron,
  rubbishMaxout,
  sigmoidTopMaxout,
} from "./variants.ts";
