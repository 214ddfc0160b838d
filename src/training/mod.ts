/** Training of the models by the paper's recipe. @module */
export type { Objective } from "./objective.ts";
export { type DropoutRate, plainDescent, type Recipe } from "./recipe.ts";
export { trainOnWorstCase, type WorstCaseEpoch } from "./worst_case_logistic.ts";
export { type EpochEnd, train, type Training } from "./train.ts";
