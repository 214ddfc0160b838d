/** §5: how logistic regression between 3 and 7 is trained. */
import type { Profile } from "../../claims/mod.ts";
import type { Dataset, LabelledImages } from "../../datasets/mod.ts";
import { selectData, type TrainPlan } from "../../runs/mod.ts";
import type { Descent, Recipe, RecipeWith } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";
import { CLEAN, PYLEARN2, trainingRows } from "./pylearn2.ts";

/** The training of logistic regression, for a fixed number of epochs. */
export type LogisticSpec = TrainPlan<number> & { readonly recipe: RecipeWith<Descent> };

/** The digits that it tells apart: class 0 is the three. */
export const THREE_SEVEN: readonly [number, number] = Object.freeze([3, 7]);

/** The test images of these digits, labelled 0 and 1. */
export function threesAndSevens(dataset: Dataset): LabelledImages {
  return selectData(dataset, { split: "test", from: 0, to: dataset.test.count, classes: THREE_SEVEN });
}

const LOGISTIC_EPOCHS: Record<Profile, number> = { smoke: 10, quick: 20, standard: 20, full: 20 };

/** Logistic regression between 3 and 7 (§5), without norm constraint and with whatever `own` adds to the recipe. */
function logistic(
  profile: Profile,
  data: DataShape,
  seed: number,
  own: Pick<Recipe, "objective" | "l1">,
): LogisticSpec {
  return {
    kind: "train",
    architecture: { type: "logistic", inputs: data.inputs },
    recipe: {
      epochs: LOGISTIC_EPOCHS[profile],
      ...PYLEARN2,
      optimiser: { type: "descent", learningRate: 0.1 },
      ...own,
    },
    data: { ...trainingRows(data), classes: THREE_SEVEN },
    seed,
  };
}

/** Trained plainly. */
export function logisticThreeSeven(profile: Profile, data: DataShape, seed: number): TrainPlan {
  return logistic(profile, data, seed, { objective: CLEAN });
}

/** Trained on FGSM examples alone, whose loss is the closed form of §5. */
export function adversarialLogistic(
  profile: Profile,
  data: DataShape,
  seed: number,
  epsilon: number,
): LogisticSpec {
  return logistic(profile, data, seed, {
    objective: { alpha: 0, perturbation: { kind: "fgsm", epsilon, gradient: "exact" } },
  });
}

/** Trained with L1 weight decay. */
export function decayedLogistic(profile: Profile, data: DataShape, seed: number, l1: number): TrainPlan {
  return logistic(profile, data, seed, { objective: CLEAN, l1 });
}
