/**
 * The training recipes of networks of radial basis functions (§7), of which the paper says nothing: rate, length and
 * initial β were chosen on held-out training images.
 */
import type { Profile } from "../../claims/mod.ts";
import type { RbfArchitecture } from "../../models/mod.ts";
import type { TrainPlan } from "../../runs/mod.ts";
import type { Adam, Descent, RecipeWith } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";
import { MAXOUT_EPOCHS } from "./maxout.ts";
import { CLEAN, trainingRows } from "./pylearn2.ts";

/** The training of a network of radial basis functions. */
export type RbfSpec = TrainPlan<number> & {
  readonly architecture: RbfArchitecture;
  readonly recipe: RecipeWith<Adam | Descent>;
};

/**
 * How networks of radial basis functions are trained (§7): a β for each pixel and class, or one for each class. The
 * initial β, the rate and the number of epochs are those of the least clean error on the last 10,000 training images
 * with seed 0 (`data/choices.csv` says what was tried); no adversarial example and no test image had a say.
 */
const RBF_RECIPES = {
  diagonal: { sharedBeta: false, beta: 0.003, learningRate: 0.001, epochs: 13 },
  scalar: { sharedBeta: true, beta: 0.01, learningRate: 0.0003, epochs: 15 },
} as const;

/** The shallow network of radial basis functions. */
export function rbfNetwork(
  profile: Profile,
  data: DataShape,
  seed: number,
  form: keyof typeof RBF_RECIPES = "diagonal",
): RbfSpec {
  const { learningRate, epochs, beta, sharedBeta } = RBF_RECIPES[form];
  return {
    kind: "train",
    architecture: { type: "rbf", inputs: data.inputs, classes: data.classes },
    recipe: {
      objective: CLEAN,
      epochs: profile === "smoke" ? 5 : epochs,
      batch: 100,
      initial: { type: "class-means", beta: [beta] },
      sharedBeta,
      optimiser: { type: "adam", learningRate },
    },
    data: { ...trainingRows(data), classes: null },
    seed,
  };
}

/**
 * A deep network of radial basis functions by plain descent (§7), of the size and for the epochs of the maxout network
 * that it is held against; rate and initial β are those of the least training cost (`data/choices.csv`).
 */
export function deepRbfNetwork(profile: Profile, data: DataShape, seed: number): RbfSpec {
  const units = profile === "smoke" ? 32 : 240;
  const shallow = rbfNetwork(profile, data, seed);
  return {
    ...shallow,
    architecture: { ...shallow.architecture, units: [units, units] },
    recipe: {
      ...shallow.recipe,
      epochs: MAXOUT_EPOCHS.variant[profile],
      initial: { type: "class-means", beta: [0.01, 0.1, 0.1] },
      optimiser: { type: "descent", learningRate: 1 },
    },
  };
}
