/** The error rate as pylearn2's monitor has it: equal numbers of errors may differ, and early stopping follows that. */
import { assert, assertEquals } from "@std/assert";
import type { Engine } from "../../src/backend/engine.ts";
import { drawGlyphs, GLYPHS_SEED, subset } from "../../src/datasets/mod.ts";
import { NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoints.ts";
import { canonicalSpec, type TrainSpec } from "../../src/runs/mod.ts";
import { emptyHistory, extended } from "../../src/runs/training_history.ts";
import { monitoredError } from "../../src/training/monitor.ts";
import {
  type EpochEnd,
  type Recipe,
  type Stopping,
  trainEpochs,
  type TrainingState,
} from "../../src/training/mod.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 400 });
const VALIDATION = subset(IMAGES, 200, 400);
const SOFTMAX = { type: "softmax", inputs: 784, classes: 10 } as const;
const RECIPE: Recipe = {
  ...{ objective: { alpha: 1 }, epochs: 30, batch: 10, initial: { type: "uniform", range: 0.05 } },
  optimiser: { type: "descent", learningRate: 0.1 },
};
const STOP: Stopping = { on: "clean", patience: 30, float32Batch: 7 };

Deno.test("with equal numbers of errors the later rate is the lower one in about 42 of 100 cases, as in pylearn2", () => {
  // 10,000 validation images in batches of 100, 100 of them wrong, as the paper's nets have about one in a hundred
  const rates = Array.from({ length: 400 }, (_, i) => {
    const order = Rng.fromSeed(5).fork("errors").permutation(10_000, i);
    const wrong = new Array<boolean>(10_000).fill(false);
    order.subarray(0, 100).forEach((image) => wrong[image] = true);
    return monitoredError(wrong, 100);
  });
  const lower = rates.slice(1).filter((rate, i) => rate < rates[i]!).length / (rates.length - 1);
  assert(lower > 0.34 && lower < 0.5, `${lower}`);
  assert(rates.every((rate) => Math.abs(rate - 0.01) < 1e-8));
});

Deno.test("a whole batch has the rounded mean, and images that do not fill a batch count too", () => {
  const wrong = [true, false, false, true, true, false, true];
  assertEquals(monitoredError(wrong, 7), Math.fround(Math.fround(Math.fround(4 / 7) * 7) / 7));
  const f = Math.fround;
  const parts = [f(f(f(1 / 3) * 3) / 7), f(f(f(2 / 3) * 3) / 7), f(1 / 7)];
  assertEquals(monitoredError(wrong, 3), f(f(parts[0]! + parts[1]!) + parts[2]!));
  assertEquals(monitoredError([], 3), 0);
});

function ends(engine: Engine, stop: Stopping, from?: TrainingState): EpochEnd[] {
  return [...trainEpochs(engine, {
    ...{ architecture: SOFTMAX, recipe: RECIPE, images: subset(IMAGES, 0, 200), rng: Rng.fromSeed(0) },
    monitor: { epsilon: 0.1, stop, images: VALIDATION },
    ...(from ? { from } : {}),
  })];
}

Deno.test("early stopping compares these rates: the best epoch is the first of the least, not of the fewest errors", () =>
  withEngine((engine) => {
    const found = ends(engine, STOP);
    const rates = found.map(({ parameters, validation }) => {
      using model = new NetworkModel(engine, SOFTMAX, parameters);
      const { predictions } = model.answers(VALIDATION.pixels);
      const rate = monitoredError(Array.from(predictions, (k, i) => k !== VALIDATION.labels[i]), 7);
      assertEquals(validation!.monitored, rate);
      return rate;
    });
    const least = rates.indexOf(Math.min(...rates)) + 1;
    assertEquals(found.at(-1)!.best!.epoch, least);
    const { float32Batch: _, ...counted } = STOP;
    const first = ends(engine, counted).at(-1)!.best!;
    assertEquals(found.at(-1)!.best!.errors, first.errors);
    assert(least > first.epoch, "an epoch with as many errors and a lower rate comes later");
    assertEquals(ends(engine, STOP, found[9]!).at(-1)!.best!.epoch, least);
  }));

Deno.test("a checkpoint keeps the rate that is compared", () =>
  withEngine((engine) => {
    const spec = canonicalSpec<TrainSpec>({
      ...{ kind: "train", dataset: "glyphs", architecture: SOFTMAX, recipe: RECIPE, seed: 0 },
      data: { split: "train", from: 0, to: 200, classes: null },
      monitor: { epsilon: 0.1, stop: STOP, data: { split: "train", from: 200, to: 400, classes: null } },
    });
    const key = "a".repeat(64);
    const [end] = ends(engine, STOP);
    const history = extended(emptyHistory(key), SOFTMAX, end!);
    const read = decodeCheckpoint(encodeCheckpoint(key, SOFTMAX, history), key, spec, 1);
    assertEquals(read.state.best!.monitored, end!.best!.monitored);
    assert(read.state.best!.monitored! > 0);
  }));
