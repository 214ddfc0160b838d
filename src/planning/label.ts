/** Runs in words. */
import type { RunSpec, TrainPlan } from "../runs/mod.ts";
import { sizeOf } from "./costs.ts";
import type { ParentPlan } from "./plan_parents.ts";

function labelOfTraining({ architecture, recipe, monitor, continues }: TrainPlan): string {
  const length = typeof recipe.epochs !== "number"
    ? "retrained for the best number of epochs"
    : continues
    ? `continued, at most ${recipe.epochs} epochs`
    : `${monitor?.stop ? "at most " : ""}${recipe.epochs} epochs`;
  return `${sizeOf(architecture)}, ${length}`;
}

/** A training or a fit for people: "maxout 240-240 × 5, 12 epochs", "standardise, fitted to images 0 to 4999". */
export function labelOf(plan: ParentPlan): string {
  if (plan.kind === "train") return labelOfTraining(plan);
  const { preprocessing, data } = plan;
  return `${preprocessing.type}, fitted to images ${data.from} to ${data.to - 1}`;
}

/** A run for people, with its seed: "maxout 240-240 × 5, 12 epochs, seed 0". */
export function nameOfRun(spec: RunSpec): string {
  return `${spec.kind === "measure" ? spec.experiment : labelOf(spec)}, seed ${spec.seed}`;
}
