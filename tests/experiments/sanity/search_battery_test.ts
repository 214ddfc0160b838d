/** Each check of the battery passes for L-BFGS and fails for a search that is broken in just that way. */
import { assertEquals } from "@std/assert";
import { lbfgsAttack, type LbfgsOptions, type Nearest, type SearchAttack } from "../../../src/attacks/mod.ts";
import { drawGlyphs, GLYPHS_SEED, unitPixels } from "../../../src/datasets/mod.ts";
import { searchBattery } from "../../../src/experiments/sanity/search_battery.ts";
import { type Architecture, initialise, NetworkModel } from "../../../src/models/mod.ts";
import { Rng } from "../../../src/random/mod.ts";
import { withEngine } from "../../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 12 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const OPTIONS: LbfgsOptions = { penalties: [1 / 1024, 64], searches: 4, iterations: 10, memory: 5 };
const LBFGS = lbfgsAttack(OPTIONS);

const IDENTITY = "size 0 is the";
const TARGET = "what is found has";
const BOX = "what is found is in";
const LENGTH = "what is found is as";
const LEAD = "random images as far";
const GRADIENT = "the gradient is not";

async function failures(attack: SearchAttack, architecture = SOFTMAX): Promise<readonly string[]> {
  const words = [IDENTITY, TARGET, BOX, LENGTH, LEAD, GRADIENT];
  let failed: string[] = [];
  await withEngine((engine) => {
    using model = new NetworkModel(engine, architecture, initialise(architecture, 0.05, Rng.fromSeed(1)));
    failed = searchBattery("net", model, IMAGES, attack, Rng.fromSeed(0))
      .filter(({ holds }) => !holds).map(({ check }) => words.find((own) => check.startsWith(own))!);
  });
  return failed;
}

/** The search with what it found for each image passed through `change`. */
function broken(change: (found: Nearest, x: Float32Array) => Nearest): SearchAttack {
  return {
    ...LBFGS,
    search: (model, pixels, targets) => {
      const x = pixels instanceof Uint8Array ? unitPixels(pixels) : pixels;
      return LBFGS.search(model, pixels, targets)
        .map((found, i) => change(found, x.subarray(784 * i, 784 * (i + 1))));
    },
  };
}

/** The image changed, and its length reported as it is. */
function honest(image: Float32Array, x: Float32Array, gradients: number): Nearest {
  const square = image.reduce((sum, v, j) => sum + (v - x[j]!) ** 2, 0);
  return { image, square, gradients };
}

Deno.test("every check holds for L-BFGS", async () => {
  assertEquals(await failures(LBFGS), []);
  const maxout = { type: "maxout", inputs: 784, classes: 10, units: [32, 32], pieces: 5 } as const;
  assertEquals(await failures(LBFGS, maxout), []);
});

Deno.test("a search that leaves an image which has its target is found out", async () => {
  const restless = broken(({ image, square, gradients }, x) =>
    square === 0
      ? honest(image!.with(0, image![0]! === 1 ? 0.999 : image![0]! + 0.001), x, gradients)
      : { image, square, gradients }
  );
  assertEquals(await failures(restless), [IDENTITY]);
});

Deno.test("a search that reports images without their target is found out", async () => {
  const hopeful = broken(({ gradients }, x) => honest(x.slice(), x, gradients));
  assertEquals(await failures(hopeful), [TARGET, LEAD]);
});

Deno.test("a search that leaves the box is found out", async () => {
  const free = broken(({ image, square, gradients }, x) =>
    square === 0 ? { image, square, gradients } : honest(image!.with(0, -0.001), x, gradients)
  );
  assertEquals(await failures(free), [BOX]);
});

Deno.test("a search that reports another length is found out", async () => {
  const boastful = broken((found) => ({ ...found, square: 0.999 * found.square }));
  assertEquals(await failures(boastful), [LENGTH]);
});

Deno.test("a search that finds nothing is found out", async () => {
  const blind = broken(({ square, ...found }) =>
    square === 0 ? { ...found, square } : { ...found, image: null, square: Infinity }
  );
  assertEquals(await failures(blind), [LEAD]);
});

Deno.test("a search in a dead gradient is found out", async () => {
  await withEngine((engine) => {
    const weights = new Float32Array(7840);
    for (let k = 0; k < 10; k++) weights[10 * 400 + k] = k;
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": weights, "y/b": new Float32Array(10) });
    const rows = searchBattery("net", model, IMAGES, LBFGS, Rng.fromSeed(0));
    const dead = rows.find(({ check }) => check.startsWith(GRADIENT))!;
    assertEquals([dead.holds, dead.value], [false, 100 * 783 / 784]);
  });
});
