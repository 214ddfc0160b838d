/** A fitted preprocessing, from its plan to a measurement on what was trained on its images. */
import { assert, assertEquals } from "@std/assert";
import { unitPixels } from "../../src/datasets/mod.ts";
import { NetworkModel } from "../../src/models/mod.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import { Rng } from "../../src/random/mod.ts";
import {
  checkSegments,
  fit,
  type FitSpec,
  type MeasureOutcome,
  preprocessBy,
  readParameters,
  storedTensors,
  type TrainOutcome,
  writeCheckpoint,
} from "../../src/runs/mod.ts";
import { continueTrain } from "../../src/runs/train_run.ts";
import { train } from "../../src/training/mod.ts";
import { temporaryFolder } from "../runs/support.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";
import {
  DATASET,
  EPSILON,
  execute,
  FIT,
  MEASURED,
  placeIn,
  PLAIN,
  RUNS,
  SPEC,
  STANDARD,
} from "./standardised.ts";

/** Standardised images, written anew: with every sum in float64. */
function standardisedByHand(pixels: Uint8Array): Float32Array {
  const fitted = DATASET.train.pixels.subarray(0, 200 * 784);
  const column = (k: number) => Array.from({ length: 200 }, (_, i) => fitted[i * 784 + k]!);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const moments = Array.from({ length: 784 }, (_, k) => {
    const values = column(k);
    const centre = mean(values);
    const deviation = Math.sqrt(mean(values.map((v) => (v - centre) * (v - centre))));
    return [Math.fround(centre), Math.fround(deviation > 2.55 ? deviation : 255)] as const;
  });
  return Float32Array.from(pixels, (p, at) => (p - moments[at % 784]![0]) / moments[at % 784]![1]);
}

Deno.test("an experiment with a preprocessing plans its fit once, before the training that uses it and the measurement", () => {
  assertEquals(RUNS.map(({ spec }) => spec.kind), ["train", "fit", "train", "measure"]);
  assertEquals(FIT.label, "standardise, fitted to images 0 to 199");
  assertEquals([PLAIN.after, STANDARD.after], [[], [FIT.key]]);
  assertEquals(SPEC.preprocessing, { from: FIT.key });
  assertEquals(MEASURED.after, [PLAIN.key, STANDARD.key, FIT.key]);
  assertEquals(FIT.basis.code, { parts: { "preprocessing/standardise": 1 }, kernels: {} });
  const kernels = ({ basis }: PlannedRun) =>
    Object.keys(basis.code.kernels).filter((name) => /gather(Bytes|Floats)/.test(name));
  assertEquals([kernels(PLAIN), kernels(STANDARD)], [["gatherBytes"], ["gatherFloats"]]);
});

Deno.test("the training and the measurement see the images through what was fitted", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const found = await execute(placeIn(engine, store.path), RUNS);
    const fitted = await storedTensors(store.path, FIT.key);
    assertEquals(Object.entries(fitted!).map(([name, { shape }]) => [name, shape]), [["mean", [784]], [
      "scale",
      [784],
    ]]);
    const { metrics } = found.get(FIT.key)!.outcome as { metrics: unknown };
    assertEquals((metrics as { images: number }).images, 200);

    const { train: own, test } = DATASET;
    const images = { ...own, pixels: standardisedByHand(own.pixels) };
    const expected = train(engine, {
      architecture: SPEC.architecture,
      recipe: SPEC.recipe,
      images,
      rng: Rng.fromSeed(SPEC.seed),
    });
    const { architecture, parameters } = await readParameters(store.path, STANDARD.key);
    for (const [name, values] of Object.entries(expected)) bitwise(parameters[name]!, values);

    using model = new NetworkModel(engine, architecture, parameters);
    const pixels = standardisedByHand(test.pixels);
    const errors = model.answers(pixels).predictions.reduce(
      (n, k, i) => n + (k === test.labels[i] ? 0 : 1),
      0,
    );
    const { measurement, sanity } = found.get(MEASURED.key)!.outcome as MeasureOutcome;
    assertEquals(measurement.metrics["clean"], { value: errors });
    assert(measurement.metrics["moved"]!.value > errors, "ε is in the unit of the preprocessed pixels");
    // each model is attacked on its own images: on the others the checks would not find the clean error's path
    assertEquals(sanity.filter(({ holds }) => !holds), []);
    const risen = (which: string) =>
      sanity.find(({ model, check }) => model === which && check.startsWith("the mean loss"))!.value!;
    const x = pixels;
    const signs = Float32Array.from(model.inputGradient(x, test.labels), Math.sign);
    const moved = x.map((v, i) => v + EPSILON * signs[i]!);
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    assertEquals(
      risen("standard"),
      mean(model.losses(moved, test.labels)) - mean(model.losses(x, test.labels)),
    );
    assert(risen("plain") !== risen("standard"));
    assert(unitPixels(test.pixels).some((v, i) => v !== x[i]));
  });
});

Deno.test("with a preprocessing, a training that goes on from a checkpoint ends in the same bytes, and so do its epochs that are computed again", async () => {
  await using whole = await temporaryFolder();
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const first = await execute(placeIn(engine, whole.path), [FIT, STANDARD]);
    const { chain, metrics: { costs } } = first.get(STANDARD.key)!.outcome as TrainOutcome;
    const preprocess = preprocessBy(fit(FIT.spec as FitSpec, DATASET));
    const run = { key: STANDARD.key, spec: SPEC, epochs: SPEC.recipe.epochs, dataset: DATASET, preprocess };
    const half = await continueTrain(engine, { ...run, epochs: 2 });
    await writeCheckpoint(store.path, STANDARD.key, SPEC.architecture, half);
    const resumed = await execute(placeIn(engine, store.path), [FIT, STANDARD]);
    assertEquals(resumed.get(STANDARD.key)!.notices, ["went on after epoch 2, from a checkpoint"]);
    assertEquals(resumed.get(STANDARD.key)!.outcome, first.get(STANDARD.key)!.outcome);

    const again = await checkSegments(engine, run, { chain, costs }, [1, 3], whole.path, () => {});
    assertEquals(again.map(({ epoch, holds }) => [epoch, holds]), [[1, true], [3, true]]);
    const { preprocess: _, ...plain } = run;
    const [differs] = await checkSegments(engine, plain, { chain, costs }, [1], whole.path, () => {});
    assertEquals(differs!.holds, false);
  });
});
