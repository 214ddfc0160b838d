/** Training of the models by the paper's recipe. @module */
export type { Best, MonitorOptions, Stopping, ValidationErrors } from "./monitor.ts";
export type { RotationMove, ScaledMove, SignMove } from "../backend/networks/training_options.ts";
export type { ClassMeans, Initialisation, UniformInitialisation } from "./initialisation.ts";
export type {
  DifferentiablePerturbation,
  FgsmPerturbation,
  HiddenPerturbation,
  NoisePerturbation,
  Objective,
  Perturbation,
  RubbishPerturbation,
} from "./objective.ts";
export type { Adam, Descent, LearningRate, Momentum, MomentumSchedule, Optimiser } from "./optimiser.ts";
export type { Recipe, RecipeWith } from "./recipe.ts";
export { type Continuation, isMatched, type Match } from "./continuation.ts";
export type { GradientReading, ImageKind } from "../backend/instructions_of.ts";
export { instructionsOfModel, instructionsOfTraining } from "./instructions.ts";
export { finalParameters, train, trainEpochs } from "./train.ts";
export type { EpochEnd, Training, TrainingState } from "./training.ts";
export {
  trainOnWorstCase,
  type WorstCaseEpoch,
  type WorstCaseLogistic,
  type WorstCaseTraining,
} from "./worst_case_logistic.ts";
