/** Checks of what `train()` is given, before any memory is taken: a wrong recipe would train on nothing, or to NaN. */
import type { LabelledImages } from "../datasets/mod.ts";
import { checkArchitecture, classesOf } from "../models/architecture.ts";
import type { Architecture } from "../models/mod.ts";
import { check, checkEpsilon, checkImages, checkLabels, checkWhole } from "../numeric/checks.ts";
import type { Objective } from "./objective.ts";
import { type DropoutRate, isRbfRecipe, type RbfRecipe, type Recipe } from "./recipe.ts";
import type { Training } from "./training.ts";

const whole = (name: string, found: number, least: number, most?: number) =>
  checkWhole("train", name, found, least, most);

function positive(name: string, found: number): void {
  check("train", name, found, found > 0 && found < Infinity, "a finite number above 0");
}

function notNegative(name: string, found: number): void {
  check("train", name, found, found >= 0 && found < Infinity, "a finite number of at least 0");
}

function share(name: string, found: number): void {
  check("train", name, found, found >= 0 && found < 1, "a number from 0 to below 1");
}

/** Images that a network of this form can be trained or watched on. */
function checkData({ count, pixels, labels }: LabelledImages, architecture: Architecture): void {
  const found = checkImages(pixels, architecture.inputs, "train");
  check("train", "the count of images", count, count === found, `${found}, as there are pixels for`);
  checkLabels(labels, found, classesOf(architecture), "train");
}

function checkObjective(objective: Objective): void {
  if (objective.type === "clean") return;
  const { alpha } = objective;
  check("train", "alpha", alpha, alpha >= 0 && alpha <= 1, "a number from 0 to 1");
  const sized = "move" in objective ? objective.move : objective;
  if ("epsilon" in sized) checkEpsilon(sized.epsilon, "train");
  if (!("degrees" in sized)) return;
  const { degrees } = sized;
  check("train", "the angle", degrees, degrees >= 0 && degrees <= 90, "0 to 90 degrees");
}

function checkDropout(name: string, { keep, scale }: DropoutRate): void {
  check("train", `keep of the ${name} dropout`, keep, keep > 0 && keep <= 1, "a number above 0, to 1");
  positive(`the scale of the ${name} dropout`, scale);
}

function checkDescent(
  { objective, initialRange, learningRate, momentum, maxNorm, dropout, l1 = 0 }: Recipe,
): void {
  checkObjective(objective);
  notNegative("the initial range", initialRange);
  positive("the initial learning rate", learningRate.initial);
  positive("the decay of the learning rate", learningRate.decay);
  notNegative("the least learning rate", learningRate.minimum);
  share("the initial momentum", momentum.initial);
  share("the final momentum", momentum.final);
  whole("the epoch at which the momentum saturates", momentum.saturates, 1);
  if (maxNorm !== null) check("train", "maxNorm", maxNorm, maxNorm > 0, "a number above 0, or null");
  if (dropout !== null) {
    checkDropout("input", dropout.input);
    checkDropout("hidden", dropout.hidden);
  }
  notNegative("the coefficient l1", l1);
}

function checkRbf({ initialBeta, optimiser }: RbfRecipe): void {
  initialBeta.forEach((beta, i) => notNegative(`the initial β of layer ${i}`, beta));
  positive("the learning rate", optimiser.learningRate);
  if (optimiser.type !== "adam") return;
  share("beta1", optimiser.beta1);
  share("beta2", optimiser.beta2);
  notNegative("epsilon of the optimiser", optimiser.epsilon);
}

/** @throws {RangeError} when a number of the recipe is out of range, or its batch larger than `count` images */
export function checkRecipe(recipe: Recipe | RbfRecipe, count: number): void {
  whole("the number of epochs", recipe.epochs, 0);
  whole("the batch", recipe.batch, 1, count);
  if (isRbfRecipe(recipe)) checkRbf(recipe);
  else checkDescent(recipe);
}

/** @throws {RangeError} when form, images, recipe or monitor are not what training can work with */
export function checkTraining(
  { architecture, recipe, images, monitor, from }: Omit<Training, "onEpoch">,
): void {
  checkArchitecture(architecture);
  checkData(images, architecture);
  checkRecipe(recipe, images.count);
  if (from !== undefined) whole("the epoch to go on from", from.epoch, 0);
  if (monitor === undefined) return;
  checkData(monitor.images, architecture);
  checkEpsilon(monitor.epsilon, "watch the training");
  if (monitor.stop !== undefined) whole("the patience", monitor.stop.patience, 1);
}
