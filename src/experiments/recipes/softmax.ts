/** §4: how softmax regression is trained. */
import type { Profile } from "../../claims/mod.ts";
import type { TrainPlan } from "../../runs/mod.ts";
import type { DataShape } from "../experiment.ts";
import { CLEAN, MAX_NORM, PYLEARN2, trainingRows } from "./pylearn2.ts";

const SOFTMAX_EPOCHS: Record<Profile, number> = { smoke: 5, quick: 20, standard: 20, full: 20 };

/** Softmax regression (§4): the output layer of the maxout recipe alone, by plain gradient descent. */
export function softmaxRegression(profile: Profile, data: DataShape, seed: number): TrainPlan {
  return {
    kind: "train",
    architecture: { type: "softmax", inputs: data.inputs, classes: data.classes },
    recipe: {
      objective: CLEAN,
      epochs: SOFTMAX_EPOCHS[profile],
      ...PYLEARN2,
      optimiser: { type: "descent", learningRate: 0.1 },
      maxNorm: MAX_NORM,
    },
    data: { ...trainingRows(data), classes: null },
    seed,
  };
}
