/** Checks of what `train()` is given, before any memory is taken: a wrong recipe would train on nothing, or to NaN. */
import type { LabelledImages, Pixels } from "../datasets/mod.ts";
import { checkArchitecture, classesOf, networkOf } from "../models/architecture.ts";
import type { Architecture } from "../models/mod.ts";
import { check, checkImages, checkLabels, checkWhole } from "../numeric/checks.ts";
import { canonical } from "../schema/mod.ts";
import { MONITOR } from "./monitor.ts";
import { RECIPE, type Recipe } from "./recipe.ts";
import type { Training } from "./training.ts";

const refuse = (message: string) => new RangeError(`Cannot train: ${message}`);

/** Images that a network of this form can be trained or watched on. */
function checkData({ count, pixels, labels }: LabelledImages<Pixels>, architecture: Architecture): void {
  const found = checkImages(pixels, architecture.inputs, "train");
  check("train", "the count of images", count, count === found, `${found}, as there are pixels for`);
  checkLabels(labels, found, classesOf(architecture), "train");
}

const headOf = (architecture: Architecture) => networkOf(architecture).head;

/** What of a recipe networks of radial basis functions have, and the others; the rest would be ignored. */
const [RBF, LAYERED] = [
  { optimisers: ["adam", "descent"], initial: "class-means", fields: ["sharedBeta"] },
  { optimisers: ["momentum", "descent"], initial: "uniform", fields: ["maxNorm", "dropout", "l1"] },
] as const;

/**
 * What of a recipe an architecture cannot have, in words, or null: "has the optimiser adam, expected momentum or
 * descent".
 */
export function misfit(
  architecture: Architecture,
  recipe: Omit<Recipe, "epochs">,
): string | null {
  const { type } = architecture;
  const [own, other] = type === "rbf" ? [RBF, LAYERED] : [LAYERED, RBF];
  const { optimiser, initial, objective } = recipe;
  const expected = (what: string, found: string, words: string) =>
    `has the ${what} ${found}, expected ${words} for the architecture ${type}`;
  if (!own.optimisers.some((name) => name === optimiser.type)) {
    return expected("optimiser", optimiser.type, own.optimisers.join(" or "));
  }
  if (initial.type !== own.initial) return expected("initialisation", initial.type, own.initial);
  const foreign = other.fields.find((name) => recipe[name] !== undefined);
  if (foreign !== undefined) return expected("field", foreign, "none");
  if (type === "rbf" && objective.alpha < 1) return expected("alpha", `${objective.alpha}`, "1");
  if (recipe.meanCost === true && headOf(architecture) === "softmax") {
    return expected("field", "meanCost", "none with one softmax");
  }
  const { perturbation } = objective;
  if (perturbation?.kind === "fgsm" && perturbation.dropout === true && recipe.dropout === undefined) {
    return "has a perturbation under dropout and no dropout, expected the field dropout";
  }
  return null;
}

/**
 * The recipe without fields that equal their defaults.
 *
 * @throws {RangeError} when a number of the recipe is out of range, or its batch larger than `count` images
 */
export function checkRecipe(recipe: Recipe, count: number): Recipe {
  checkWhole("train", "the recipe's batch", recipe.batch, 1, count);
  return canonical(RECIPE, recipe, (message) => refuse(`the recipe's ${message}`));
}

/** @throws {RangeError} when form, images, recipe or monitor are not what training can work with */
export function checkTraining(
  { architecture, recipe, images, monitor, from }: Omit<Training, "onEpoch">,
): void {
  checkArchitecture(architecture);
  checkData(images, architecture);
  const wrong = misfit(architecture, checkRecipe(recipe, images.count));
  if (wrong !== null) throw refuse(`the recipe ${wrong}`);
  if (from !== undefined) checkWhole("train", "the epoch to go on from", from.epoch, 0);
  if (monitor === undefined) return;
  const { images: watched, ...options } = monitor;
  checkData(watched, architecture);
  canonical(MONITOR, options, (message) => refuse(`the monitor's ${message}`));
}
