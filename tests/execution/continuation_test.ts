/** A continued training, from its plan to a measurement: planned after the one that it continues, stored, taken up, refused. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { executeRun } from "../../src/execution/execute_run.ts";
import { experiment } from "../../src/experiments/experiment.ts";
import { nameOfRun } from "../../src/planning/label.ts";
import { type PlannedRun, planRuns } from "../../src/planning/plan.ts";
import { PROGRAM } from "../../src/project/program.ts";
import {
  canonicalSpec,
  parseSpec,
  readTraining,
  type TrainOutcome,
  type TrainPlan,
  type TrainSpec,
  writeCheckpoint,
} from "../../src/runs/mod.ts";
import { continueTrain } from "../../src/runs/train_run.ts";
import { temporaryFolder } from "../runs/support.ts";
import { withEngine } from "../support/engine.ts";
import { DATASET, execute, IDENTITY, placeIn, SHAPE } from "./standardised.ts";

const rows = (from: number, to: number) => ({ split: "train", from, to, classes: null }) as const;
const early: TrainPlan = {
  kind: "train",
  architecture: { type: "maxout", inputs: 784, classes: 10, units: [12], pieces: 3 },
  recipe: {
    ...{ objective: { alpha: 1 }, epochs: 30, batch: 10, initial: { type: "uniform", range: 0.05 } },
    optimiser: {
      ...{ type: "momentum", learningRate: { initial: 0.05 } },
      momentum: { initial: 0.25, final: 0.75, saturates: 5 },
    },
    dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
  },
  data: rows(0, 200),
  monitor: { epsilon: 0.25, data: rows(200, 300), stop: { on: "clean", patience: 3 } },
  seed: 0,
};
const { monitor: _, ...unwatched } = early;
const continued: TrainPlan = {
  ...unwatched,
  recipe: { ...early.recipe, epochs: 100 },
  data: rows(0, 300),
  continues: { from: "early", watched: rows(200, 300) },
};
const continuation = experiment({
  name: "continuation",
  title: "A continued training",
  plan: () => ({ seeds: 1, models: () => ({ continued, early }), parameters: {} }),
  measure: () => ({ metrics: {}, tables: {} }),
});

const { runs, failed } = planRuns({ experiments: [continuation], failed: {} }, {
  profile: "smoke",
  datasetOf: () => ({ ...IDENTITY, shape: SHAPE }),
  program: PROGRAM,
  seeds: null,
  costs: new Map(),
});
const [EARLY, CONTINUED, MEASURED] = runs as [PlannedRun, PlannedRun, PlannedRun];
const SPEC = CONTINUED.spec as TrainSpec<number>;

Deno.test("a continuation is planned after what it continues, and its key follows from it and from the kernels of its costs", () => {
  assertEquals(failed, {});
  assertEquals(SPEC.continues, { from: EARLY.key, watched: rows(200, 300) });
  assertEquals([EARLY.after, CONTINUED.after], [[], [EARLY.key]]);
  assertEquals(MEASURED.after, [CONTINUED.key, EARLY.key]);
  assertEquals(nameOfRun(SPEC), "maxout 12 × 3, continued, at most 100 epochs, seed 0");
  const { parts, kernels } = CONTINUED.basis.code;
  assertEquals([parts["continuation"], EARLY.basis.code.parts["continuation"]], [1, undefined]);
  assert("maskFrom" in kernels && !("maskFrom" in EARLY.basis.code.kernels));
});

Deno.test("it trains until the watched images cost what the others did, and says how it came there", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const found = await execute(placeIn(engine, store.path), [EARLY, CONTINUED]);
    const { metrics: { bestEpoch } } = found.get(EARLY.key)!.outcome as TrainOutcome;
    const { metrics: { matched, costs } } = found.get(CONTINUED.key)!.outcome as TrainOutcome;
    assert(bestEpoch! > 1 && matched!.reached && costs.length < 100, JSON.stringify(matched));
    assertEquals(matched!.watched.length, costs.length + 1);
    assert(matched!.watched.at(-1)! <= matched!.target);
    assert(matched!.watched.slice(0, -1).every((cost) => cost > matched!.target));
  });
});

Deno.test("taken up from a checkpoint it ends in the same entry", async () => {
  await using whole = await temporaryFolder();
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const first = await execute(placeIn(engine, whole.path), [EARLY, CONTINUED]);
    const run = {
      ...{ key: CONTINUED.key, spec: SPEC, dataset: DATASET },
      continued: await readTraining(whole.path, EARLY.key),
    };
    const part = await continueTrain(engine, { ...run, epochs: 2 });
    await writeCheckpoint(store.path, CONTINUED.key, SPEC.architecture, part);
    const resumed = await execute(placeIn(engine, store.path), [EARLY, CONTINUED]);
    assertEquals(resumed.get(CONTINUED.key)!.notices, ["went on after epoch 2, from a checkpoint"]);
    assertEquals(resumed.get(CONTINUED.key)!.outcome, first.get(CONTINUED.key)!.outcome);
  });
});

Deno.test("what cannot be continued is refused", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const { key, spec, basis } = CONTINUED;
    const request = { key, spec, basis, threads: engine.threads, sources: {} };
    await assertRejects(
      () => executeRun(placeIn(engine, store.path), request, () => {}),
      DataError,
      EARLY.key,
    );
    const straight = { spec: unwatched, metrics: { costs: [1], parametersSha256: "" }, parameters: {} };
    await assertRejects(
      () =>
        continueTrain(engine, { ...{ key, spec: SPEC, epochs: 1, dataset: DATASET }, continued: straight }),
      DataError,
      "Cannot continue a training that did not stop early",
    );
  });
  const both = { ...canonicalSpec(SPEC), monitor: early.monitor };
  assertThrows(
    () => parseSpec(both, "run 1"),
    DataError,
    "Cannot use run 1: it continues another and stops early, expected one of both",
  );
});
