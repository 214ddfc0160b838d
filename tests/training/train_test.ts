import { assert, assertEquals } from "@std/assert";
import type { Engine } from "../../src/backend/engine.ts";
import { drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import { type Architecture, NetworkModel, type Parameters, totalsOf } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { encodeSafetensors, storedOf } from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import {
  type EpochEnd,
  type Objective,
  type Perturbation,
  type Recipe,
  type Stopping,
  train,
  trainEpochs,
} from "../../src/training/mod.ts";
import { fgsm } from "../../src/attacks/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 600 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const MAXOUT: Architecture = { type: "maxout", inputs: 784, classes: 10, units: [12, 10], pieces: 5 };
const RECIPE: Recipe = {
  objective: { alpha: 1 },
  epochs: 3,
  batch: 50,
  initial: { type: "uniform", range: 0.005 },
  optimiser: { type: "descent", learningRate: 0.1 },
  maxNorm: 1.9365,
};
const WITH_DROPOUT: Recipe = {
  ...RECIPE,
  initial: { type: "uniform", range: 0.05 },
  optimiser: {
    type: "momentum",
    learningRate: { initial: 0.1 },
    momentum: { initial: 0.5, final: 0.7, saturates: 3 },
  },
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
  const half = (perturbation: Perturbation): Objective => ({ alpha: 0.5, perturbation });
  const objectives: Objective[] = [
    { alpha: 1 },
    half({ kind: "fgsm", epsilon: 0.1 }),
    half({ kind: "fgsm", epsilon: 0.1, gradient: "direction" }),
    half({ kind: "noise", distribution: "sign", epsilon: 0.1 }),
    half({ kind: "noise", distribution: "uniform", epsilon: 0.1 }),
    half({ kind: "rubbish" }),
    half({ kind: "hidden", layer: 0, move: { kind: "sign", epsilon: 0.1 }, gradient: "direction" }),
    half({ kind: "hidden", layer: 1, move: { kind: "sign", epsilon: 0.1 }, gradient: "direction" }),
    half({ kind: "hidden", layer: 1, move: { kind: "rotation", degrees: 10 }, gradient: "direction" }),
    half({ kind: "differentiable", move: { kind: "scaled", epsilon: 0.1 } }),
    half({ kind: "differentiable", move: { kind: "rotation", degrees: 10 } }),
  ];
  const digests = [];
  for (const objective of objectives) digests.push(await trained(MAXOUT, { ...WITH_DROPOUT, objective }, 0));
  // so short a training is never sure enough for the gradient's rounding to matter
  assertEquals(digests[1], digests[2]);
  assertEquals(new Set(digests).size, objectives.length - 1);
  const silent: Objective = { ...objectives[3]!, alpha: 1 };
  assertEquals(await trained(MAXOUT, { ...WITH_DROPOUT, objective: silent }, 0), digests[0]);
});

const VALIDATION = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 230 });

/** All epochs of a training with validation images. */
function watched(engine: Engine, epochs: number, stop?: Stopping, from?: EpochEnd): EpochEnd[] {
  const monitor = {
    images: VALIDATION,
    epsilon: 0.1,
    gradient: "float32",
    ...(stop ? { stop } : {}),
  } as const;
  const own = options(MAXOUT, { ...WITH_DROPOUT, epochs });
  return [...trainEpochs(engine, { ...own, monitor, ...(from ? { from } : {}) })];
}

function same(one: Parameters, other: Parameters): void {
  assertEquals(Object.keys(one), Object.keys(other));
  for (const [name, values] of Object.entries(one)) bitwise(values, other[name]!);
}

Deno.test("training taken up after any epoch comes to the same parameters, optimiser state, costs and errors", async () => {
  await withEngine((engine) => {
    const whole = watched(engine, 4);
    for (const from of whole) {
      const rest = watched(engine, 4, undefined, from);
      assertEquals(rest.map(({ epoch }) => epoch), whole.slice(from.epoch).map(({ epoch }) => epoch));
      rest.forEach((end, i) => {
        const expected = whole[from.epoch + i]!;
        same(end.parameters, expected.parameters);
        same(end.optimiserState, expected.optimiserState);
        assertEquals([end.cost, end.validation], [expected.cost, expected.validation]);
      });
    }
  });
});

Deno.test("watching validation images changes no parameter and counts what the model gets wrong", async () => {
  await withEngine((engine) => {
    const ends = watched(engine, 3);
    same(ends.at(-1)!.parameters, train(engine, options(MAXOUT, { ...WITH_DROPOUT, epochs: 3 })));
    for (const { parameters, validation } of ends) {
      using model = new NetworkModel(engine, MAXOUT, parameters);
      const { pixels, labels } = VALIDATION;
      const errors = (x: Uint8Array | Float32Array) => totalsOf(model.answers(x), labels).errors;
      const adversarial = errors(fgsm(model, pixels, labels, 0.1, "float32"));
      assertEquals(validation, { clean: errors(pixels), adversarial });
    }
  });
});

Deno.test("early stopping keeps the first of the best epochs and ends `patience` epochs after it", async () => {
  await withEngine((engine) => {
    const whole = watched(engine, 12);
    for (const on of ["clean", "adversarial"] as const) {
      for (const patience of [1, 2, 3, 100]) {
        const ends = watched(engine, 12, { on, patience });
        let best = 1;
        let last = 1;
        for (; last < 12 && last - best < patience; last++) {
          if (whole[last]!.validation![on] < whole[best - 1]!.validation![on]) best = last + 1;
        }
        assertEquals([ends.length, ends.at(-1)!.best!.epoch], [last, best]);
        assertEquals(ends.at(-1)!.best!.errors, whole[best - 1]!.validation![on]);
        same(ends.at(-1)!.best!.parameters, whole[best - 1]!.parameters);
        const resumed = watched(engine, 12, { on, patience }, ends[Math.floor(last / 2)]!);
        assertEquals(resumed.length, last - Math.floor(last / 2) - 1);
        assertEquals(watched(engine, 12, { on, patience }, ends.at(-1)!), []);
      }
    }
  });
});

/**
 * Digests of the parameters after three epochs on the first 600 glyphs. They change only with the version of a part
 * (`src/runs/code.ts`) or a kernel, and an entry in the change log that says which numbers moved and why.
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
