import { assert } from "@std/assert";
import { drawGlyphs, GLYPHS_SEED, onlyClasses } from "../../src/datasets/mod.ts";
import { softplus } from "../../src/numeric/elementary.ts";
import { Rng } from "../../src/random/mod.ts";
import { type Descent, type RecipeWith, train, trainOnWorstCase } from "../../src/training/mod.ts";
import { within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const GLYPHS = onlyClasses(drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 1000 }), [3, 7]);
const IMAGES = { ...GLYPHS, labels: GLYPHS.labels.map((label) => Number(label === 7)) };
const EPSILON = 0.1;
const RECIPE: RecipeWith<Descent> = {
  objective: { alpha: 0, perturbation: { kind: "fgsm", epsilon: EPSILON, gradient: "exact" } },
  epochs: 4,
  batch: 50,
  initial: { type: "uniform", range: 0.005 },
  optimiser: { type: "descent", learningRate: 0.1 },
};

/** The mean of ζ(ε‖w‖₁ - y(w·x + b)) over the images. */
function worstCaseLoss(weights: Float64Array, bias: number): number {
  const norm = weights.reduce((sum, w) => sum + Math.abs(w), 0);
  let loss = 0;
  for (let i = 0; i < IMAGES.count; i++) {
    let activation = bias;
    weights.forEach((w, k) => activation += w * IMAGES.pixels[i * weights.length + k]! / 255);
    loss += softplus(EPSILON * norm - (IMAGES.labels[i] === 1 ? activation : -activation));
  }
  return loss / IMAGES.count;
}

Deno.test("training by FGSM on the kernels and training on the closed form give the same weights", async () => {
  const reference = trainOnWorstCase({
    images: IMAGES,
    recipe: RECIPE,
    epsilon: EPSILON,
    rng: Rng.fromSeed(3),
  });
  await withEngine((engine) => {
    const parameters = train(engine, {
      architecture: { type: "logistic", inputs: 784 },
      recipe: RECIPE,
      images: IMAGES,
      rng: Rng.fromSeed(3),
    });
    const close = within(1e-5, "16 updates of float32 with weights below 1");
    close(parameters["y/W"]!, reference.weights);
    close(parameters["y/b"]!, [reference.bias]);
  });
});

Deno.test("one update on the closed form follows its finite differences", () => {
  const rng = Rng.fromSeed(5);
  const images = { ...IMAGES };
  const before = trainOnWorstCase({ images, recipe: { ...RECIPE, epochs: 0 }, epsilon: EPSILON, rng });
  const one = { ...RECIPE, epochs: 1, batch: images.count };
  const after = trainOnWorstCase({ images, recipe: one, epsilon: EPSILON, rng });
  for (const k of [0, 300, 406, 500]) {
    const at = (by: number) => worstCaseLoss(before.weights.with(k, before.weights[k]! + by), before.bias);
    const slope = (at(1e-6) - at(-1e-6)) / 2e-6;
    within(1e-7, "differences of float64 with step 1e-6")([
      (before.weights[k]! - after.weights[k]!) / 0.1,
    ], [slope]);
  }
});

Deno.test("the penalty is what the worst case adds to the loss", () => {
  const { weights, bias, epochs } = trainOnWorstCase({
    images: IMAGES,
    recipe: RECIPE,
    epsilon: EPSILON,
    rng: Rng.fromSeed(1),
  });
  const { norm, penalty } = epochs.at(-1)!;
  within(1e-9, "float64 sums of 784 terms")([norm], [weights.reduce((sum, w) => sum + Math.abs(w), 0)]);
  assert(penalty > 0 && penalty < EPSILON * norm && penalty < worstCaseLoss(weights, bias));
});
