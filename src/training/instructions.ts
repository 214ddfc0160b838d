/** Which instructions a training and the evaluation of its model consist of: what their bits depend on, of a device. */
import {
  evaluationInstructions,
  type GradientReading,
  type ImageKind,
  trainingInstructions,
} from "../backend/instructions_of.ts";
import { networkOf } from "../models/architecture.ts";
import type { Architecture } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import type { Recipe } from "./recipe.ts";
import { trainingOptions } from "./training_options.ts";

/** The instructions of the steps of a training on images of that kind. */
export function instructionsOfTraining(
  architecture: Architecture,
  recipe: Omit<Recipe, "epochs">,
  kind: ImageKind = "bytes",
): readonly string[] {
  // neither the number of epochs nor the seed can be seen in a program
  const options = trainingOptions(architecture, { ...recipe, epochs: 1 }, Rng.fromSeed(0));
  return trainingInstructions(networkOf(architecture), options, kind);
}

/** The instructions of everything that a model of this form can be asked for, with gradients of these readings. */
export function instructionsOfModel(
  architecture: Architecture,
  readings: readonly GradientReading[] = [],
): readonly string[] {
  const shape = networkOf(architecture);
  return (["bytes", "floats"] as const).flatMap((kind) => evaluationInstructions(shape, kind, readings));
}
