/**
 * Validation images, early stopping and retraining (§6): training is watched on the images that are held out, ended
 * by their errors, and done again on all images for the number of epochs that was best.
 */
import type { Profile } from "../../claims/mod.ts";
import type { TrainPlan } from "../../runs/mod.ts";
import type { Stopping } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";
import { PAPER } from "./paper.ts";

/** pylearn2 holds out the last 10,000 of MNIST's 60,000 training images: one in six. */
function heldOutRows(data: DataShape): number {
  return Math.floor(data.train / 6);
}

/** ε and gradient of the adversarial validation error: those of training and of the test (`data/choices.csv`). */
const ADVERSARIAL = { epsilon: PAPER.epsilon, gradient: "float32" } as const;

/** When training that is stopped early ends (§6): after the original maxout's patience, or at the latest. */
const ENDS: Record<Profile, { readonly patience: number; readonly epochs: number }> = {
  smoke: { patience: 2, epochs: 5 },
  quick: { patience: 100, epochs: 500 },
  standard: { patience: 100, epochs: 500 },
  full: { patience: 100, epochs: 500 },
};

/** The same training on all but the held-out images, for as long as their errors of this kind find a new minimum. */
export function stoppedEarly(
  spec: TrainPlan,
  profile: Profile,
  data: DataShape,
  on: Stopping["on"],
): TrainPlan {
  const { patience, epochs } = ENDS[profile];
  return watched({ ...spec, recipe: { ...spec.recipe, epochs } }, data, { on, patience });
}

/** The same training on all but the held-out images, watched on those and, with `stop`, ended by them. */
export function watched(spec: TrainPlan, data: DataShape, stop?: Stopping): TrainPlan {
  const first = data.train - heldOutRows(data);
  return {
    ...spec,
    data: { ...spec.data, from: 0, to: first },
    monitor: {
      ...ADVERSARIAL,
      data: { ...spec.data, from: first, to: data.train },
      ...(stop ? { stop } : {}),
    },
  };
}

/** The same training on all images, from scratch, for as many epochs as were best in the run with the role `role`. */
export function retrained(spec: TrainPlan, data: DataShape, role: string): TrainPlan {
  const { monitor: _, ...rest } = spec;
  return {
    ...rest,
    data: { ...spec.data, from: 0, to: data.train },
    recipe: { ...spec.recipe, epochs: { from: role, field: "bestEpoch" } },
  };
}
