import { assertThrows } from "@std/assert";
import type { LabelledImages } from "../../src/datasets/mod.ts";
import type { Architecture } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import {
  plainDescent,
  type RbfRecipe,
  type Recipe,
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
const RECIPE: Recipe = {
  objective: { type: "clean" },
  epochs: 1,
  batch: 2,
  initialRange: 0.1,
  ...plainDescent(0.1),
  maxNorm: null,
  dropout: null,
};
const RBF: RbfRecipe = {
  ...{ objective: { type: "clean" }, epochs: 1, batch: 2, initialBeta: [0.1], sharedBeta: false },
  optimiser: { type: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
};
const SOFTMAX: Architecture = { type: "softmax", inputs: 2, classes: 2 };
const TRAINING: Training = {
  ...{ architecture: SOFTMAX, recipe: RECIPE, images: IMAGES, rng: Rng.fromSeed(0) },
};

/** Asserts that every training is refused with its words, and leaves no memory behind. */
function refused(cases: readonly [Partial<Training>, string][]): Promise<void> {
  return withEngine((engine) => {
    for (const [changed, words] of cases) {
      assertThrows(() => train(engine, { ...TRAINING, ...changed }), RangeError, words);
    }
  });
}

const half = { keep: 0.5, scale: 2 };
const WRONG: readonly [Partial<Recipe>, string][] = [
  [{ batch: 0 }, "the batch is 0, expected a whole number from 1 to 4"],
  [{ batch: 5 }, "the batch is 5, expected a whole number from 1 to 4"],
  [{ batch: 1.5 }, "the batch is 1.5"],
  [{ epochs: -1 }, "the number of epochs is -1"],
  [{ epochs: NaN }, "the number of epochs is NaN"],
  [{ epochs: Infinity }, "the number of epochs is Infinity"],
  [{ initialRange: NaN }, "the initial range is NaN"],
  [plainDescent(NaN), "the initial learning rate is NaN, expected a finite number above 0"],
  [plainDescent(0), "the initial learning rate is 0"],
  [plainDescent(Infinity), "the initial learning rate is Infinity"],
  [{ learningRate: { initial: 0.1, decay: 0, minimum: 0 } }, "the decay of the learning rate is 0"],
  [{ learningRate: { initial: 0.1, decay: 1, minimum: -1 } }, "the least learning rate is -1"],
  [{ momentum: { initial: 1, final: 0, saturates: 1 } }, "the initial momentum is 1"],
  [{ momentum: { initial: 0, final: -0.5, saturates: 1 } }, "the final momentum is -0.5"],
  [{ momentum: { initial: 0, final: 0, saturates: 0 } }, "the momentum saturates is 0"],
  [{ maxNorm: 0 }, "maxNorm is 0"],
  [{ maxNorm: NaN }, "maxNorm is NaN"],
  [{ dropout: { input: { keep: 0, scale: 1 }, hidden: half } }, "keep of the input dropout is 0"],
  [{ dropout: { input: half, hidden: { keep: 1.5, scale: 1 } } }, "keep of the hidden dropout is 1.5"],
  [{ dropout: { input: half, hidden: { keep: 0.5, scale: NaN } } }, "the scale of the hidden dropout is NaN"],
  [{ l1: -1 }, "the coefficient l1 is -1"],
  [{ objective: { type: "rubbish", alpha: 2 } }, "alpha is 2"],
  [{ objective: { type: "noise", noise: "sign", alpha: 0.5, epsilon: -1 } }, "epsilon is -1"],
  [
    { objective: { type: "differentiable", alpha: 0.5, move: { kind: "scaled", epsilon: NaN } } },
    "epsilon is NaN",
  ],
  [
    { objective: { type: "differentiable", alpha: 0.5, move: { kind: "rotation", degrees: 91 } } },
    "the angle is 91",
  ],
];

Deno.test("train() refuses a recipe whose numbers are out of range, and names the number", async () => {
  await refused(WRONG.map(([changed, words]) => [{ recipe: { ...RECIPE, ...changed } }, words]));
});

Deno.test("train() refuses a recipe for radial basis functions whose numbers are out of range", async () => {
  const architecture: Architecture = { type: "rbf", inputs: 2, classes: 2 };
  const wrong: [Partial<RbfRecipe>, string][] = [
    [{ batch: 0 }, "the batch is 0"],
    [{ initialBeta: [-1] }, "the initial β of layer 0 is -1"],
    [{ optimiser: { type: "descent", learningRate: NaN } }, "the learning rate is NaN"],
    [{ optimiser: { type: "adam", learningRate: 1, beta1: 1, beta2: 0, epsilon: 0 } }, "beta1 is 1"],
  ];
  await refused(wrong.map(([changed, words]) => [{ architecture, recipe: { ...RBF, ...changed } }, words]));
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
    [{ monitor: { ...watched, images: IMAGES, epsilon: NaN } }, "epsilon is NaN"],
    [
      { monitor: { ...watched, images: IMAGES, stop: { on: "clean", patience: 0 } } },
      "the patience is 0",
    ],
    [{ architecture: { type: "softmax", inputs: 2, classes: 300 } }, "the number of classes is 300"],
  ]);
});

Deno.test("trainOnWorstCase() refuses labels besides 0 and 1, and what train() refuses of a recipe", () => {
  const options = { images: IMAGES, recipe: RECIPE, epsilon: 0.25, rng: Rng.fromSeed(0) };
  const images = { ...IMAGES, labels: Uint8Array.of(3, 7, 3, 7) };
  assertThrows(() => trainOnWorstCase({ ...options, images }), RangeError, "label 0 is 3");
  const recipe = { ...RECIPE, batch: 0 };
  assertThrows(() => trainOnWorstCase({ ...options, recipe }), RangeError, "the batch is 0");
  assertThrows(() => trainOnWorstCase({ ...options, epsilon: -1 }), RangeError, "epsilon is -1");
});
