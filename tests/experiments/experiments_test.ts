import { assert, assertEquals } from "@std/assert";
import { GRADED_PROFILES, parseClaims } from "../../src/claims/mod.ts";
import { type Dataset, drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import type { FinishedTraining, Measurement } from "../../src/experiments/experiment.ts";
import { type AnyExperiment, loadExperiments } from "../../src/experiments/load.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import type { TrainSpec } from "../../src/runs/mod.ts";
import { withEngine } from "../support/engine.ts";

const CLAIMS = parseClaims(await Deno.readTextFile(new URL("../../data/claims.csv", import.meta.url)));
const EXPERIMENTS = await loadExperiments(CLAIMS.flatMap(({ experiment }) => experiment ?? []));
const DATASET: Dataset = {
  name: "glyphs",
  train: drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 600 }),
  test: drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 60 }),
};
const SHAPE = { inputs: 784, height: 28, width: 28, classes: 10, train: 600, test: 60 };

/** What a training of three epochs might have found. */
function rehearsedTraining(spec: TrainSpec): FinishedTraining {
  const curves = { images: 20, clean: [9, 4, 5], adversarial: [18, 17, 15] };
  return {
    spec,
    metrics: {
      costs: [2, 1, 0.5],
      parametersSha256: "0".repeat(64),
      ...(spec.monitor ? { validation: curves } : {}),
      ...(spec.monitor?.stop ? { bestEpoch: spec.monitor.stop.on === "clean" ? 2 : 3 } : {}),
    },
  };
}

/** Measures an experiment with models that are not trained: what it finds is no matter, that it finds it is. */
async function rehearse(experiment: AnyExperiment): Promise<Measurement> {
  let measurement: Measurement | undefined;
  await withEngine((engine) => {
    const { models, parameters } = experiment.plan("smoke", SHAPE);
    using owned = new DisposableStack();
    const networks = Object.entries(models(0)).map(([role, { architecture }]) => {
      const weights = initialise(architecture, 0.3, Rng.fromSeed(1).fork(role));
      return [role, owned.use(new NetworkModel(engine, architecture, weights))] as const;
    });
    const trainings = Object.fromEntries(
      Object.entries(models(0)).map(([role, spec]) => [role, rehearsedTraining(spec)]),
    );
    const setting = {
      ...{ engine, models: Object.fromEntries(networks), trainings },
      ...{ dataset: DATASET, parameters, seed: 0 },
    };
    measurement = experiment.measure({ ...setting, rng: Rng.fromSeed(0) });
  });
  return measurement!;
}

Deno.test("linear_growth draws one line: its rows carry the ε that was asked for", async () => {
  const { tables } = await rehearse(EXPERIMENTS.find(({ name }) => name === "linear_growth")!);
  assertEquals(new Set(tables["linear_growth"]!.map((row) => row["norm"])), new Set([0.25]));
});

Deno.test("every file in the folder but experiment.ts and load.ts is an experiment that a claim names", async () => {
  const folder = new URL("../../src/experiments/", import.meta.url);
  const files = (await Array.fromAsync(Deno.readDir(folder))).filter(({ isFile }) => isFile);
  const names = files.map(({ name }) => name.replace(/\.ts$/, ""));
  assertEquals(
    names.toSorted(),
    [...EXPERIMENTS.map(({ name }) => name), "experiment", "load"].toSorted(),
  );
});

Deno.test("a profile that grades a claim runs its experiment", () => {
  for (const profile of GRADED_PROFILES) {
    const idle = EXPERIMENTS.filter((experiment) => experiment.plan(profile, SHAPE).seeds === 0);
    const graded = CLAIMS.filter((claim) =>
      claim.profiles[profile].graded && idle.some(({ name }) => name === claim.experiment)
    );
    assertEquals(graded.map(({ id }) => `${id} in ${profile}`), []);
  }
});

for (const experiment of EXPERIMENTS) {
  Deno.test(`${experiment.name} measures every metric that claims take from it, as finite numbers, and checks its attacks`, async () => {
    const { metrics, tables } = await rehearse(experiment);
    const wanted = CLAIMS.filter((claim) => claim.experiment === experiment.name)
      .flatMap(({ metric, otherMetrics }) => [metric!, ...otherMetrics]);
    assertEquals(wanted.filter((metric) => metrics[metric] === undefined), []);
    assert(Object.values(metrics).every(({ value }) => Number.isFinite(value)));
    const source = await Deno.readTextFile(
      new URL(`../../src/experiments/${experiment.name}.ts`, import.meta.url),
    );
    const attacks = /\b(fgsm|fgsmTotals|fgsmMetrics|gradientSigns|rotate)\(/.test(source);
    assert(!attacks || tables["sanity"]!.length >= 6, "an attack that is not checked");
  });

  Deno.test(`${experiment.name} plans the same runs for a seed again, and others for another seed`, () => {
    const { models, seeds } = experiment.plan("quick", SHAPE);
    assert(seeds === 0 || seeds >= 3, "a graded claim needs three seeds");
    assertEquals(models(1), models(1));
    if (Object.keys(models(0)).length > 0) assert(JSON.stringify(models(0)) !== JSON.stringify(models(1)));
  });
}
