/** Training of radial basis functions: against float64 formulas, on any threads, and taken up again. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { drawGlyphs, GLYPHS_SEED, subset } from "../../src/datasets/mod.ts";
import {
  initialiseRbf,
  NetworkModel,
  type Parameters,
  type RbfArchitecture,
  totalsOf,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { encodeSafetensors, storedOf, storedOptimiserState } from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import {
  type Adam,
  type Descent,
  type EpochEnd,
  type Recipe,
  train,
  trainEpochs,
} from "../../src/training/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 600 });
const SHALLOW: RbfArchitecture = { type: "rbf", inputs: 784, classes: 10 };
const DEEP: RbfArchitecture = { ...SHALLOW, units: [12, 7] };
const ADAM: Adam = { type: "adam", learningRate: 0.01 };
const DESCENT: Descent = { type: "descent", learningRate: 0.01 };
const RECIPE: Recipe = {
  objective: { alpha: 1 },
  epochs: 3,
  batch: 50,
  initial: { type: "class-means", beta: [0.01] },
  optimiser: ADAM,
};
const DEEP_RECIPE: Recipe = {
  ...RECIPE,
  initial: { type: "class-means", beta: [0.01, 0.5, 0.5] },
  optimiser: DESCENT,
};

const options = (architecture: RbfArchitecture, recipe: Recipe, seed = 0) => ({
  architecture,
  recipe,
  images: IMAGES,
  rng: Rng.fromSeed(seed),
});

/** The summed Bernoulli cost of a batch, in float64. */
function meanCost(architecture: RbfArchitecture, p: Parameters, x: number[][], labels: number[]): number {
  const prefixes = [...(architecture.units ?? []).map((_, i) => `h${i}/`), ""];
  let total = 0;
  x.forEach((row, r) => {
    let input = row;
    let q: number[] = [];
    prefixes.forEach((prefix, i) => {
      const mu = p[`${prefix}mu`]!, beta = p[`${prefix}beta`]!, width = input.length;
      q = Array.from(
        { length: mu.length / width },
        (_, u) => input.reduce((sum, v, k) => sum + beta[u * width + k]! * (v - mu[u * width + k]!) ** 2, 0),
      );
      if (i < prefixes.length - 1) input = q.map((v) => Math.exp(-v));
    });
    total += q.reduce((sum, v, c) => sum + (c === labels[r] ? v : -Math.log(-Math.expm1(-v))), 0);
  });
  return total / x.length;
}

const FEW = subset(IMAGES, 0, 50);
const ROWS = Array.from(
  { length: 50 },
  (_, r) => Array.from(FEW.pixels.subarray(784 * r, 784 * r + 784), (b) => b / 255),
);

/** What a training step of descent with rate 1 must subtract, by central differences of the float64 cost. */
function gradientOf(architecture: RbfArchitecture, p: Parameters, name: string, at: number): number {
  const by = (step: number) => {
    const moved = Float64Array.from(p[name]!);
    moved[at]! += step;
    const all = { ...p, [name]: moved } as unknown as Parameters;
    return meanCost(architecture, all, ROWS, [...FEW.labels]);
  };
  return (by(1e-5) - by(-1e-5)) / 2e-5;
}

for (
  const [name, architecture, beta] of [
    ["shallow", SHALLOW, [0.01]],
    ["deep", DEEP, [0.01, 0.5, 0.5]],
  ] as const
) {
  Deno.test(`a step of descent on a ${name} network follows the gradient of the float64 cost`, async () => {
    await withEngine((engine) => {
      const recipe: Recipe = {
        ...{ ...RECIPE, epochs: 1, initial: { type: "class-means", beta } },
        optimiser: { type: "descent", learningRate: 1e-3 },
      };
      const before = initialiseRbf(architecture, FEW, beta, Rng.fromSeed(0).fork("init"));
      const after = train(engine, { ...options(architecture, recipe), images: FEW });
      for (const [parameter, values] of Object.entries(before)) {
        const places = Array.from(
          Rng.fromSeed(2).fork(parameter).uniform(12),
          (u) => Math.floor(u * values.length),
        );
        within(2e-3, "float32 rounding of a difference, relative to the largest gradient")(
          places.map((at) => (before[parameter]![at]! - after[parameter]![at]!) / 1e-3),
          places.map((at) => gradientOf(architecture, before, parameter, at)),
        );
      }
    });
  });
}

Deno.test("the first step of Adam moves every parameter by the learning rate, against its gradient's sign", async () => {
  await withEngine((engine) => {
    const recipe = { ...RECIPE, epochs: 1 };
    const before = initialiseRbf(SHALLOW, FEW, [0.01], Rng.fromSeed(0).fork("init"));
    const after = train(engine, { ...options(SHALLOW, recipe), images: FEW });
    for (const name of ["mu", "beta"]) {
      let moved = 0;
      for (const u of Rng.fromSeed(3).fork(name).uniform(60)) {
        const at = Math.floor(u * 7840);
        const g = gradientOf(SHALLOW, before, name, at);
        if (Math.abs(g) < 1e-4) continue;
        moved++;
        const expected = before[name]![at]! - Math.sign(g) * 0.01;
        within(1e-6, "float32")([after[name]![at]!], [name === "beta" ? Math.max(0, expected) : expected]);
      }
      assert(moved > 10, `${moved}`);
    }
  });
});

async function digest(architecture: RbfArchitecture, recipe: Recipe, seed: number, threads: number) {
  let result = "";
  await withEngine((engine) => {
    const parameters = train(engine, options(architecture, recipe, seed));
    result = sha256(encodeSafetensors(storedOf(architecture, parameters)));
  }, threads);
  return result;
}

/** Parameters after three epochs on the first 600 glyphs; see the golden digests of `train_test.ts`. */
const GOLDEN = {
  shallow: "589aa25cab1dd21cf72e49b287d1c79be6032ec73e31259728d6be6a3f6ed72c",
  deep: "960ce1e78572eab7ff26e7c45ac81d635c441007eae820d3719bdbbdcedb2409",
};

Deno.test("trained parameters have the golden digests on 1, 2, 3 and 8 threads, and others for another seed", async () => {
  for (const threads of [1, 2, 3, 8]) {
    assertEquals({
      shallow: await digest(SHALLOW, RECIPE, 0, threads),
      deep: await digest(DEEP, DEEP_RECIPE, 0, threads),
    }, GOLDEN);
  }
  assert(await digest(SHALLOW, RECIPE, 1, 1) !== GOLDEN.shallow);
});

Deno.test("training taken up after any epoch comes to the same parameters and moments", async () => {
  await withEngine((engine) => {
    const whole = [...trainEpochs(engine, options(SHALLOW, RECIPE))];
    for (const from of whole) {
      const rest = [...trainEpochs(engine, { ...options(SHALLOW, RECIPE), from })];
      assertEquals(rest.length, 3 - from.epoch);
      rest.forEach((end, i) => same(end, whole[from.epoch + i]!));
    }
  });
});

function same(one: EpochEnd, other: EpochEnd): void {
  assertEquals(one.cost, other.cost);
  for (const tensors of ["parameters", "optimiserState"] as const) {
    assertEquals(Object.keys(one[tensors]), Object.keys(other[tensors]));
    for (const [name, values] of Object.entries(one[tensors])) bitwise(values, other[tensors][name]!);
  }
}

Deno.test("training learns, keeps β at or above 0, and with a shared β keeps that the same for all pixels", async () => {
  await withEngine((engine) => {
    for (const sharedBeta of [false, true]) {
      const costs: number[] = [];
      const onEpoch = ({ cost }: EpochEnd) => void costs.push(cost);
      const recipe = { ...RECIPE, epochs: 6, sharedBeta };
      const parameters = train(engine, { ...options(SHALLOW, recipe), onEpoch });
      assert(costs.every((cost, i) => i === 0 || cost < costs[i - 1]!), `${costs}`);
      using model = new NetworkModel(engine, SHALLOW, parameters);
      const { errors } = totalsOf(model.answers(IMAGES.pixels), IMAGES.labels);
      assert(errors < 200, `${errors} errors among 600`);
      const beta = parameters["beta"]!;
      assert(beta.every((b) => b >= 0));
      const uneven = beta.filter((b, i) => b !== beta[i - i % 784]).length;
      assertEquals(uneven > 0, !sharedBeta);
    }
  });
});

Deno.test("the optimiser's state is stored whole", async () => {
  await withEngine((engine) => {
    const [end] = trainEpochs(engine, options(DEEP, DEEP_RECIPE));
    const stored = storedOptimiserState(DEEP, end!.optimiserState);
    assertEquals(Object.keys(stored).sort(), Object.keys(end!.optimiserState).sort());
    assertEquals(stored["h1/beta/square"]!.shape, [7, 12]);
  });
});

Deno.test("a recipe of another kind of network is refused", async () => {
  await withEngine((engine) => {
    const architecture = { type: "softmax", inputs: 784, classes: 10 } as const;
    assertThrows(
      () => train(engine, { ...options(SHALLOW, RECIPE), architecture }),
      RangeError,
      "expected momentum or descent for the architecture softmax",
    );
    const twoLayers: Recipe = { ...RECIPE, initial: { type: "class-means", beta: [0.1, 0.1] } };
    assertThrows(() => train(engine, options(SHALLOW, twoLayers)), RangeError, "expected 1");
  });
});
