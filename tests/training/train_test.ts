import { assert, assertEquals } from "@std/assert";
import type { Engine } from "../../src/backend/engine.ts";
import { drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import { type Architecture, NetworkModel, type Parameters, totalsOf } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { encodeSafetensors, storedOf } from "../../src/runs/mod.ts";
import { sha256 } from "../../src/sha256.ts";
import { type Objective, plainDescent, type Recipe, train } from "../../src/training/mod.ts";
import { within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 600 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const MAXOUT: Architecture = { type: "maxout", inputs: 784, classes: 10, units: [12, 10], pieces: 5 };
const RECIPE: Recipe = {
  objective: { type: "clean" },
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

const options = (architecture: Architecture, recipe: Recipe, seed = 0) => ({
  architecture,
  recipe,
  images: IMAGES,
  rng: Rng.fromSeed(seed),
});

async function trained(
  architecture: Architecture,
  recipe: Recipe,
  seed: number,
  threads = 1,
): Promise<string> {
  let result = "";
  await withEngine((engine) => {
    const parameters = train(engine, options(architecture, recipe, seed));
    result = sha256(encodeSafetensors(storedOf(architecture, parameters)));
  }, threads);
  return result;
}

/** Trains with the engine on and hands the parameters to `test`. */
function training(recipe: Recipe, test: (engine: Engine, parameters: Parameters, costs: number[]) => void) {
  return withEngine((engine) => {
    const costs: number[] = [];
    const parameters = train(engine, {
      ...options(SOFTMAX, recipe),
      onEpoch: ({ cost }) => costs.push(cost),
    });
    test(engine, parameters, costs);
  });
}

Deno.test("training gives the same bits on 1, 2, 3 and 8 threads, and others for another seed", async () => {
  const one = await trained(MAXOUT, WITH_DROPOUT, 0);
  assertEquals(await trained(MAXOUT, WITH_DROPOUT, 0, 2), one);
  assertEquals(await trained(MAXOUT, WITH_DROPOUT, 0, 3), one);
  assertEquals(await trained(MAXOUT, WITH_DROPOUT, 0, 8), one);
  assert(await trained(MAXOUT, WITH_DROPOUT, 1) !== one);
});

Deno.test("training learns: the cost falls every epoch and most training images come out right", async () => {
  await training({ ...RECIPE, epochs: 12 }, (engine, parameters, costs) => {
    assertEquals(costs.length, 12);
    assert(costs.every((cost, i) => i === 0 || cost < costs[i - 1]!), `${costs}`);
    using model = new NetworkModel(engine, SOFTMAX, parameters);
    const { errors } = totalsOf(model.answers(IMAGES.pixels), IMAGES.labels);
    assert(errors < 120, `${errors} errors among 600`);
  });
});

Deno.test("no column of a trained weight matrix is longer than the limit, and some reach it", async () => {
  await training({ ...RECIPE, epochs: 10, maxNorm: 0.5 }, (_engine, parameters) => {
    const squares = new Float64Array(10);
    parameters["y/W"]!.forEach((w, i) => squares[i % 10]! += w * w);
    within(1e-6, "float32 norm of 784 values")([Math.sqrt(Math.max(...squares))], [0.5]);
  });
});

Deno.test("L1 weight decay of 0 is none, and a positive one leaves the first layer a smaller L1 norm", async () => {
  const norms: number[] = [];
  const digests: string[] = [];
  for (const decay of [{}, { l1: 0 }, { l1: 0.01 }]) {
    await training({ ...RECIPE, ...decay }, (_engine, parameters) => {
      norms.push(parameters["y/W"]!.reduce((sum, w) => sum + Math.abs(w), 0));
      digests.push(sha256(encodeSafetensors(storedOf(SOFTMAX, parameters))));
    });
  }
  assertEquals(digests[1], digests[0]);
  assert(norms[2]! < 0.7 * norms[0]!, `${norms}`);
});

Deno.test("each objective trains to parameters of its own, and noise of weight 0 is clean training", async () => {
  const objectives: Objective[] = [
    { type: "clean" },
    { type: "adversarial", alpha: 0.5, epsilon: 0.1, gradient: "float32" },
    { type: "adversarial", alpha: 0.5, epsilon: 0.1, gradient: "direction" },
    { type: "noise", noise: "sign", alpha: 0.5, epsilon: 0.1 },
    { type: "noise", noise: "uniform", alpha: 0.5, epsilon: 0.1 },
  ];
  const digests = [];
  for (const objective of objectives) digests.push(await trained(MAXOUT, { ...WITH_DROPOUT, objective }, 0));
  // so short a training is never sure enough for the gradient's rounding to matter
  assertEquals(digests[1], digests[2]);
  assertEquals(new Set(digests).size, 4);
  const silent: Objective = { type: "noise", noise: "sign", alpha: 1, epsilon: 0.1 };
  assertEquals(await trained(MAXOUT, { ...WITH_DROPOUT, objective: silent }, 0), digests[0]);
});

/**
 * Digests of the parameters after three epochs on the first 600 glyphs. They change only with a version in
 * `NUMERICS` and an entry in the change log that says which numbers moved and why.
 */
const GOLDEN = {
  softmax: "6f41063b3a9ed61dd00c0b8b43e84ca57c404d3f139bbdf09f40493972539398",
  maxout: "86e06f5f2a170f3d24714bd51bc37d6384a600b7c4726aeb95db139339e5bddb",
};

Deno.test("trained parameters have the golden digests", async () => {
  assertEquals(
    { softmax: await trained(SOFTMAX, RECIPE, 0), maxout: await trained(MAXOUT, WITH_DROPOUT, 0) },
    GOLDEN,
  );
});
