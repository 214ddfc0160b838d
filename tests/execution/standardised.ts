/** An invented experiment with a fitted preprocessing, planned for a few hundred drawn digits and executed in this process. */
import { assert, assertEquals } from "@std/assert";
import { fgsm, fgsmAttack } from "../../src/attacks/mod.ts";
import type { Engine } from "../../src/backend/engine.ts";
import { drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import type { Workplace } from "../../src/execution/execute_measure.ts";
import { executeRun } from "../../src/execution/execute_run.ts";
import type { FinishedRun } from "../../src/execution/executor.ts";
import { experiment } from "../../src/experiments/experiment.ts";
import { softmaxRegression } from "../../src/experiments/recipes/mod.ts";
import { type PlannedRun, planRuns } from "../../src/planning/plan.ts";
import { PROGRAM } from "../../src/project/program.ts";
import type { TrainSpec } from "../../src/runs/mod.ts";

const draw = (split: "train" | "test", to: number) => drawGlyphs({ seed: GLYPHS_SEED, split, from: 0, to });
export const DATASET = { name: "glyphs", train: draw("train", 300), test: draw("test", 100) };
export const SHAPE = {
  ...{ inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 300, test: 100 },
};
export const IDENTITY = {
  name: "glyphs",
  digests: Object.fromEntries(
    ["train-images", "train-labels", "test-images", "test-labels"].map((
      role,
      i,
    ) => [role, `${i}`.repeat(64)]),
  ),
};
export const EPSILON = 0.5;

const standardised = experiment({
  name: "standardised",
  title: "Softmax regression on standardised and on plain pixels",
  plan: (profile, data) => ({
    seeds: 1,
    fits: () => ({
      pixels: {
        ...{ kind: "fit", preprocessing: { type: "standardise", floor: 0.01 }, seed: 0 } as const,
        data: { split: "train", from: 0, to: 200, classes: null },
      },
    }),
    models: (seed) => ({
      plain: softmaxRegression(profile, data, seed),
      standard: { ...softmaxRegression(profile, data, seed), preprocessing: { from: "pixels" } },
    }),
    parameters: { epsilon: EPSILON },
  }),
  attacks: ({ epsilon }) => [{ attack: fgsmAttack({ epsilon, gradient: "float32" }) }],
  measure({ models, images, dataset, parameters: { epsilon } }) {
    assert(images("plain", "test") === dataset.test);
    const seen = images("standard", "test");
    assert(images("standard", "test") === seen, "preprocessed once");
    const moved = fgsm(models.standard, seen.pixels, seen.labels, epsilon);
    const errors = (x: Float32Array | Uint8Array) =>
      models.standard.answers(x).predictions.reduce((sum, k, i) => sum + (k === seen.labels[i] ? 0 : 1), 0);
    return {
      metrics: { clean: { value: errors(seen.pixels) }, moved: { value: errors(moved) } },
      tables: {},
    };
  },
});

/** Plans it, on what the first of some seeds was fitted to. */
export function planned(seeds: readonly number[] | null): readonly PlannedRun[] {
  const { runs, failed } = planRuns({ experiments: [standardised], failed: {} }, {
    profile: "smoke",
    datasetOf: () => ({ ...IDENTITY, shape: SHAPE }),
    program: PROGRAM,
    seeds,
    costs: new Map(),
  });
  assertEquals(failed, {});
  return runs;
}

/** Its runs. */
export const RUNS = planned(null);
export const [PLAIN, FIT, STANDARD, MEASURED] = RUNS as [PlannedRun, PlannedRun, PlannedRun, PlannedRun];
export const SPEC = STANDARD.spec as TrainSpec<number>;

/** Where its runs are executed. */
export const placeIn = (engine: Engine, store: string): Workplace => ({
  ...{ engine, store, dataset: DATASET },
  experiment: () => Promise.resolve(standardised),
});

/** Executes runs one after another. */
export async function execute(
  place: Workplace,
  runs: readonly PlannedRun[],
): Promise<Map<string, FinishedRun>> {
  const finished = new Map<string, FinishedRun>();
  for (const { key, spec, basis } of runs) {
    const request = { key, spec, basis, threads: place.engine.threads, sources: {} };
    finished.set(key, await executeRun(place, request, () => {}));
  }
  return finished;
}
