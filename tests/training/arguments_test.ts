import { assertThrows } from "@std/assert";
import type { LabelledImages } from "../../src/datasets/mod.ts";
import type { Architecture } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import {
  type Descent,
  type LearningRate,
  type MomentumSchedule,
  type Perturbation,
  type Recipe,
  type RecipeWith,
  train,
  type Training,
  trainOnWorstCase,
} from "../../src/training/mod.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES: LabelledImages = {
  ...{ count: 4, height: 1, width: 2, channels: 1 },
  pixels: Uint8Array.from({ length: 8 }, (_, i) => 30 * i),
  labels: Uint8Array.of(0, 1, 0, 1),
};
const RECIPE: RecipeWith<Descent> = {
  objective: { alpha: 1 },
  epochs: 1,
  batch: 2,
  initial: { type: "uniform", range: 0.1 },
  optimiser: { type: "descent", learningRate: 0.1 },
};
const RBF: Recipe = {
  ...{ objective: { alpha: 1 }, epochs: 1, batch: 2, initial: { type: "class-means", beta: [0.1] } },
  optimiser: { type: "adam", learningRate: 0.01 },
};
const SOFTMAX: Architecture = { type: "softmax", inputs: 2, classes: 2 };
const TRAINING: Training = {
  ...{ architecture: SOFTMAX, recipe: RECIPE, images: IMAGES, rng: Rng.fromSeed(0) },
};

/** Asserts that every training is refused with its words, and leaves no memory behind. */
function refused(cases: readonly (readonly [Partial<Training>, string])[]): Promise<void> {
  return withEngine((engine) => {
    for (const [changed, words] of cases) {
      assertThrows(() => train(engine, { ...TRAINING, ...changed }), RangeError, words);
    }
  });
}

const half = { keep: 0.5, scale: 2 };
const learningRate = { initial: 0.1 };
const momentum = { initial: 0, final: 0, saturates: 1 };
const rate = (rates: LearningRate): Partial<Recipe> => ({
  optimiser: { type: "momentum", learningRate: rates, momentum },
});
const inertia = (schedule: MomentumSchedule): Partial<Recipe> => ({
  optimiser: { type: "momentum", learningRate, momentum: schedule },
});
const perturbed = (perturbation: Perturbation): Partial<Recipe> => ({
  objective: { alpha: 0.5, perturbation },
});
const WRONG: readonly [Partial<Recipe>, string][] = [
  [{ batch: 0 }, "batch is 0, expected a whole number from 1 to 4"],
  [{ batch: 5 }, "batch is 5, expected a whole number from 1 to 4"],
  [{ batch: 1.5 }, "batch is 1.5"],
  [{ epochs: -1 }, "epochs is -1, expected a whole number of at least 0"],
  [{ epochs: NaN }, "epochs is NaN"],
  [{ epochs: Infinity }, "epochs is Infinity"],
  [{ initial: { type: "uniform", range: NaN } }, "initial.range is NaN"],
  [
    { optimiser: { type: "descent", learningRate: NaN } },
    "optimiser.learningRate is NaN, expected a finite number above 0",
  ],
  [rate({ initial: 0 }), "optimiser.learningRate.initial is 0"],
  [rate({ initial: Infinity }), "optimiser.learningRate.initial is Infinity"],
  [rate({ initial: 0.1, decay: 0 }), "optimiser.learningRate.decay is 0"],
  [rate({ initial: 0.1, minimum: -1 }), "optimiser.learningRate.minimum is -1"],
  [
    inertia({ ...momentum, initial: 1 }),
    "optimiser.momentum.initial is 1, expected a number from 0 to below 1",
  ],
  [inertia({ ...momentum, final: -0.5 }), "optimiser.momentum.final is -0.5"],
  [inertia({ ...momentum, saturates: 0 }), "optimiser.momentum.saturates is 0"],
  [{ maxNorm: 0 }, "maxNorm is 0"],
  [{ maxNorm: NaN }, "maxNorm is NaN"],
  [{ dropout: { input: { keep: 0, scale: 1 }, hidden: half } }, "dropout.input.keep is 0"],
  [{ dropout: { input: half, hidden: { keep: 1.5, scale: 1 } } }, "dropout.hidden.keep is 1.5"],
  [{ dropout: { input: half, hidden: { keep: 0.5, scale: NaN } } }, "dropout.hidden.scale is NaN"],
  [{ l1: -1 }, "l1 is -1"],
  [{ objective: { alpha: 2 } }, "objective.alpha is 2, expected a number from 0 to 1"],
  [{ objective: { alpha: 0.5 } }, "objective has alpha 0.5 and no perturbation"],
  [perturbed({ kind: "noise", distribution: "sign", epsilon: -1 }), "objective.perturbation.epsilon is -1"],
  [
    perturbed({ kind: "differentiable", move: { kind: "scaled", epsilon: NaN } }),
    "objective.perturbation.move.epsilon is NaN",
  ],
  [
    perturbed({ kind: "differentiable", move: { kind: "rotation", degrees: 91 } }),
    "objective.perturbation.move.degrees is 91",
  ],
];

Deno.test("train() refuses a recipe whose numbers are out of range, and names the number", async () => {
  await refused(
    WRONG.map((
      [changed, words],
    ) => [{ recipe: { ...RECIPE, ...changed } }, `Cannot train: the recipe's ${words}`]),
  );
});

Deno.test("train() refuses a recipe for radial basis functions whose numbers are out of range", async () => {
  const architecture: Architecture = { type: "rbf", inputs: 2, classes: 2 };
  const wrong: [Partial<Recipe>, string][] = [
    [{ batch: 0 }, "batch is 0"],
    [{ initial: { type: "class-means", beta: [-1] } }, "initial.beta[0] is -1"],
    [{ optimiser: { type: "descent", learningRate: NaN } }, "optimiser.learningRate is NaN"],
    [{ optimiser: { type: "adam", learningRate: 1, beta1: 1 } }, "optimiser.beta1 is 1"],
  ];
  await refused(wrong.map(([changed, words]) => [{ architecture, recipe: { ...RBF, ...changed } }, words]));
});

Deno.test("train() refuses what an architecture cannot have of a recipe, instead of ignoring it", async () => {
  const architecture: Architecture = { type: "rbf", inputs: 2, classes: 2 };
  const layered: [Partial<Recipe>, string][] = [
    [
      { optimiser: RBF.optimiser },
      "the optimiser adam, expected momentum or descent for the architecture softmax",
    ],
    [{ initial: RBF.initial }, "the initialisation class-means, expected uniform"],
    [{ sharedBeta: true }, "the field sharedBeta, expected none"],
    [{ meanCost: true }, "the field meanCost, expected none with one softmax"],
    [
      perturbed({ kind: "fgsm", epsilon: 0.25, dropout: true }),
      "a perturbation under dropout and no dropout, expected the field dropout",
    ],
  ];
  const radial: [Partial<Recipe>, string][] = [
    [
      { optimiser: { type: "momentum", learningRate, momentum } },
      "the optimiser momentum, expected adam or descent",
    ],
    [
      { initial: RECIPE.initial },
      "the initialisation uniform, expected class-means for the architecture rbf",
    ],
    [{ maxNorm: 1 }, "the field maxNorm, expected none"],
    [{ dropout: { input: half, hidden: half } }, "the field dropout, expected none"],
    [{ l1: 0.1 }, "the field l1, expected none"],
    [perturbed({ kind: "fgsm", epsilon: 0.1 }), "the alpha 0.5, expected 1"],
  ];
  await refused([
    ...layered.map(([own, words]) => [{ recipe: { ...RECIPE, ...own } }, `the recipe has ${words}`] as const),
    ...radial.map(([own, words]) =>
      [{ architecture, recipe: { ...RBF, ...own } }, `the recipe has ${words}`] as const
    ),
  ]);
});

Deno.test("train() refuses labels that are no classes, of the images and of those it watches", async () => {
  const labels = Uint8Array.of(0, 1, 12, 1);
  const message = "Cannot train: label 2 is 12, expected a whole number from 0 to 1";
  const watched = { epsilon: 0.25, gradient: "float32", images: { ...IMAGES, labels } } as const;
  await refused([
    [{ images: { ...IMAGES, labels } }, message],
    [{ monitor: watched }, message],
    [{ images: { ...IMAGES, labels: labels.subarray(1) } }, "3 labels for 4 images"],
    [{ images: { ...IMAGES, count: 3 } }, "the count of images is 3, expected 4"],
    [{ images: { ...IMAGES, pixels: new Uint8Array(7) } }, "7 numbers, expected a multiple of 2"],
    [{ monitor: { ...watched, images: IMAGES, epsilon: NaN } }, "the monitor's epsilon is NaN"],
    [
      { monitor: { ...watched, images: IMAGES, stop: { on: "clean", patience: 0 } } },
      "the monitor's stop.patience is 0",
    ],
    [{ architecture: { type: "softmax", inputs: 2, classes: 300 } }, "classes is 300"],
  ]);
});

Deno.test("trainOnWorstCase() refuses labels besides 0 and 1, and what train() refuses of a recipe", () => {
  const options = { images: IMAGES, recipe: RECIPE, epsilon: 0.25, rng: Rng.fromSeed(0) };
  const images = { ...IMAGES, labels: Uint8Array.of(3, 7, 3, 7) };
  assertThrows(() => trainOnWorstCase({ ...options, images }), RangeError, "label 0 is 3");
  const recipe = { ...RECIPE, batch: 0 };
  assertThrows(() => trainOnWorstCase({ ...options, recipe }), RangeError, "the recipe's batch is 0");
  assertThrows(() => trainOnWorstCase({ ...options, epsilon: -1 }), RangeError, "epsilon is -1");
});
