import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import { type Architecture, disposeParameters, modelOf, type Parameters } from "../../src/models/mod.ts";
import { answersOf, totalsOf } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { encodeSafetensors, storedOf } from "../../src/runs/mod.ts";
import { sha256 } from "../../src/sha256.ts";
import { dropoutMask } from "../../src/training/dropout.ts";
import { plainDescent, type Recipe, sliceBatch, train } from "../../src/training/mod.ts";
import { within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 600 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const MAXOUT: Architecture = { type: "maxout", inputs: 784, classes: 10, units: [12, 10], pieces: 5 };
const RECIPE: Recipe = {
  epochs: 3,
  batch: 50,
  initialRange: 0.005,
  ...plainDescent(0.1),
  maxNorm: 1.9365,
  dropout: null,
};
const WITH_DROPOUT: Recipe = {
  ...RECIPE,
  initialRange: 0.05,
  momentum: { initial: 0.5, final: 0.7, saturates: 3 },
  dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
};

const digest = (parameters: Parameters) => sha256(encodeSafetensors(storedOf(parameters)));

async function trained(
  architecture: Architecture,
  recipe: Recipe,
  seed: number,
  threads = 1,
): Promise<string> {
  let result = "";
  await withEngine(() => {
    const parameters = train({ architecture, recipe, images: IMAGES, rng: Rng.fromSeed(seed) });
    result = digest(parameters);
    disposeParameters(parameters);
  }, threads);
  return result;
}

Deno.test("training gives the same bits on 1, 2 and 8 threads, and others for another seed", async () => {
  const one = await trained(MAXOUT, WITH_DROPOUT, 0);
  assertEquals(await trained(MAXOUT, WITH_DROPOUT, 0, 2), one);
  assertEquals(await trained(MAXOUT, WITH_DROPOUT, 0, 8), one);
  assert(await trained(MAXOUT, WITH_DROPOUT, 1) !== one);
});

Deno.test("training learns: the cost falls every epoch and most training images come out right", async () => {
  await withEngine(() => {
    const costs: number[] = [];
    const recipe = { ...RECIPE, epochs: 12 };
    const parameters = train({
      architecture: SOFTMAX,
      recipe,
      images: IMAGES,
      rng: Rng.fromSeed(0),
      onEpoch: ({ cost }) => costs.push(cost),
    });
    assertEquals(costs.length, 12);
    assert(costs.every((cost, i) => i === 0 || cost < costs[i - 1]!), `${costs}`);
    const { x, labels } = sliceBatch(IMAGES, 0, 600);
    const { errors } = totalsOf(answersOf(modelOf(SOFTMAX, parameters), x), labels);
    assert(errors < 120, `${errors} errors among 600`);
    disposeParameters(parameters);
  });
});

Deno.test("no column of a trained weight matrix is longer than the limit, and some reach it", async () => {
  await withEngine(() => {
    const parameters = train({
      architecture: SOFTMAX,
      recipe: { ...RECIPE, epochs: 10, maxNorm: 0.5 },
      images: IMAGES,
      rng: Rng.fromSeed(0),
    });
    const norms = tf.sqrt(tf.sum(tf.square(parameters["y/W"]!), 0)).dataSync() as Float32Array;
    within(1e-6, "float32 norm of 784 values")([Math.max(...norms)], [0.5]);
    disposeParameters(parameters);
  });
});

Deno.test("training leaves no tensor behind from step to step", async () => {
  await withEngine(() => {
    const counts: number[] = [];
    const parameters = train({
      architecture: MAXOUT,
      recipe: WITH_DROPOUT,
      images: IMAGES,
      rng: Rng.fromSeed(0),
      onEpoch: () => counts.push(tf.memory().numTensors),
    });
    assertEquals(new Set(counts).size, 1);
    disposeParameters(parameters);
  });
});

Deno.test("a dropout mask keeps the wanted share, scales it, and depends on the update alone", () => {
  const rng = Rng.fromSeed(1).fork("dropout/h0");
  const mask = dropoutMask(20_000, { keep: 0.8, scale: 1.5 }, rng, 7);
  assertEquals(new Set(mask), new Set([0, 1.5]));
  within(0.012, "4 standard errors of 20,000 draws")([mask.filter((v) => v > 0).length / 20_000], [0.8]);
  assertEquals(dropoutMask(100, { keep: 0.8, scale: 1.5 }, rng, 7), mask.subarray(0, 100));
  assert(dropoutMask(100, { keep: 0.8, scale: 1.5 }, rng, 8).some((v, i) => v !== mask[i]));
});

/**
 * Digests of the parameters after three epochs on the first 600 glyphs. They change only with a version in
 * `NUMERICS` and an entry in the change log that says which numbers moved and why.
 */
const GOLDEN = {
  softmax: "98202e218ff6028bdc25755d98d76bdfcca222cbc4793defcf1909fb8a84a239",
  maxout: "d0c1dd8eeeef747062cca01683084e1724cee244e86a774e8e3ebcf0fe92633e",
};

Deno.test("trained parameters have the golden digests", async () => {
  assertEquals(
    { softmax: await trained(SOFTMAX, RECIPE, 0), maxout: await trained(MAXOUT, WITH_DROPOUT, 0) },
    GOLDEN,
  );
});
