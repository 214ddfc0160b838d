/**
 * A recipe as the backend takes it: dropout with the keys of its streams, the objective with the keys of its noise, the
 * optimiser with what stays the same from step to step.
 *
 * Source of the recipe of maxout networks: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
import type { OptimiserOptions } from "../backend/networks/optimiser.ts";
import type { LayerDropout, TrainingOptions } from "../backend/networks/training_options.ts";
import { dropoutMasks } from "../models/dropout.ts";
import { networkOf } from "../models/architecture.ts";
import type { Architecture } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { kernelObjective } from "./objective.ts";
import { ADAM } from "./optimiser.ts";
import { RECIPE, type Recipe } from "./recipe.ts";

/** Dropout of each layer's input; every layer, and the perturbed half of a batch, has a stream of its own. */
function dropoutOf({ dropout }: Recipe, architecture: Architecture, rng: Rng): readonly LayerDropout[] {
  if (dropout === undefined) return [];
  const perturbed = dropoutMasks(dropout, architecture, rng.fork("perturbed"));
  return dropoutMasks(dropout, architecture, rng).map((mask, i) => ({
    ...mask,
    perturbedKey: perturbed[i]!.key,
  }));
}

/** Layers of weighted sums follow plain descent as momentum 0; radial basis functions have rules of their own. */
function optimiserOf(architecture: Architecture, recipe: Recipe): OptimiserOptions {
  const { optimiser } = recipe;
  const { maxNorm, l1, sharedBeta } = RECIPE.complete(recipe);
  if (architecture.type !== "rbf") {
    return { type: "momentum", l1, ...(maxNorm === undefined ? {} : { maxNorm }) };
  }
  if (optimiser.type !== "adam") return { type: "descent", sharedBeta };
  const { beta1, beta2, epsilon } = ADAM.complete(optimiser);
  return { type: "adam", beta1, beta2, epsilon, sharedBeta };
}

/** What the sum over outputs is multiplied by: 1, or for their mean one by how many there are. */
export function costScaleOf(architecture: Architecture, recipe: Pick<Recipe, "meanCost">): number {
  return recipe.meanCost ? 1 / networkOf(architecture).layers.at(-1)!.units : 1;
}

/** What the training program of a recipe is composed from; randomness comes from streams of `rng`. */
export function trainingOptions(architecture: Architecture, recipe: Recipe, rng: Rng): TrainingOptions {
  return {
    batch: recipe.batch,
    dropout: dropoutOf(recipe, architecture, rng.fork("dropout")),
    objective: kernelObjective(recipe.objective, rng.fork("noise")),
    costScale: costScaleOf(architecture, recipe),
    optimiser: optimiserOf(architecture, recipe),
  };
}
