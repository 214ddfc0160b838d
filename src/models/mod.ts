/** The models of the paper, and the way to models of your own. @module */
export {
  type Architecture,
  classesOf,
  type LayeredArchitecture,
  optimiserShapesOf,
  parameterCount,
  type RbfArchitecture,
  shapesOf,
} from "./architecture.ts";
export type { Dropout, DropoutRate } from "./dropout.ts";
export type { CostGradient } from "../backend/networks/compose.ts";
export type { HiddenLayer } from "../backend/networks/evaluation.ts";
export type { Shapes } from "../backend/networks/layers/layer.ts";
export type { Activation } from "../backend/networks/layers/activated.ts";
export { ensemble, type EnsembleRule } from "./ensemble.ts";
export { type Head, logisticHead, negativeLogLikelihood, softmaxHead } from "./heads.ts";
export { initialise } from "./initialise.ts";
export { initialiseRbf } from "./initialise_rbf.ts";
export type { Answers, Model, Parameters, Pixels } from "./model.ts";
export { NetworkModel } from "./network_model.ts";
export { tensorModel, type TensorModelOptions } from "./tensor_model.ts";
export { type Totals, totalsOf } from "./totals.ts";
