/**
 * What re-keys what. Registries are injected, so a test adds to a copy or changes it and plans every claim of three
 * profiles anew: what is added changes no key of before, and what changes moves the keys of the runs that go through
 * it, of those that need these, and of no others.
 */
import { assert, assertEquals } from "@std/assert";
import { scaledStepAttack } from "../../src/attacks/mod.ts";
import { experiment } from "../../src/experiments/experiment.ts";
import { type AnyExperiment, loadExperiment } from "../../src/experiments/load.ts";
import type { Claim } from "../../src/claims/mod.ts";
import { experimentsFor, type PlannedRun, type Planning, planRuns } from "../../src/planning/plan.ts";
import { readClaims } from "../../src/project/tables.ts";
import {
  type CanonicalSpec,
  canonicalSpec,
  type RunSpec,
  type TrainPlan,
  type TrainSpec,
  VERSIONS,
} from "../../src/runs/mod.ts";
import {
  FIT_SPEC,
  MEASURE_SPEC,
  SPEC_RECIPE_FIELDS,
  TRAINING_FIELDS,
} from "../../src/runs/canonical_spec.ts";
import { type InnerTraining, innerTrainings } from "../../src/runs/spec.ts";
import { choice, defaulted, flag, object, type Schema, variants, whole } from "../../src/schema/mod.ts";
import { MNIST_SHAPE } from "../../src/datasets/mod.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";
import { CONTEXT } from "./support.ts";

const DATASET = { ...MNIST_IDENTITY, shape: MNIST_SHAPE };
const PLANNED = ["smoke", "quick", "standard"] as const;
const CLAIMS = await readClaims();

/** Plans all claims of the three profiles. */
async function plans(
  { load, ...change }: Partial<Planning> & { readonly load?: (name: string) => Promise<AnyExperiment> } = {},
  claims: readonly Claim[] = CLAIMS,
): Promise<readonly PlannedRun[]> {
  const needed = await experimentsFor(claims, load);
  const all: PlannedRun[] = [];
  for (const profile of PLANNED) {
    const common = { profile, datasetOf: () => DATASET, program: CONTEXT, seeds: null, costs: new Map() };
    const { runs, failed } = planRuns(needed, { ...common, ...change });
    assertEquals(failed, {});
    all.push(...runs);
  }
  return all;
}

const withVersions = (versions: Readonly<Record<string, number>>): Partial<Planning> => ({
  program: { ...CONTEXT, code: { ...CONTEXT.code, versions: { ...VERSIONS, ...versions } } },
});
const keysOf = (runs: readonly PlannedRun[]) => runs.map(({ key }) => key);

const BEFORE = await plans();
const EXPERIMENTS = new Map<string, AnyExperiment>();
for (const { spec } of BEFORE) {
  if (spec.kind === "measure") EXPERIMENTS.set(spec.experiment, await loadExperiment(spec.experiment));
}

/** Asserts that the keys of exactly those runs moved that `uses` says yes to, or that need such a run. */
function assertMoved(
  after: readonly PlannedRun[],
  uses: (spec: CanonicalSpec) => boolean,
  what: string,
): number {
  assertEquals(after.length, BEFORE.length);
  const expected = new Set<string>();
  BEFORE.forEach(({ key, spec, after: parents }) => {
    if (uses(spec) || parents.some((parent) => expected.has(parent))) expected.add(key);
  });
  const moved = BEFORE.filter(({ key }, i) => after[i]!.key !== key);
  assertEquals(new Set(keysOf(moved)), expected, what);
  return moved.length;
}

const trainingsOf = (spec: RunSpec): readonly InnerTraining[] =>
  spec.kind === "train" ? [spec] : spec.kind === "measure" ? innerTrainings(spec.parameters) : [];

/** The readings that a training follows, said anew. */
function readings({ recipe: { objective: { alpha, perturbation } }, monitor }: InnerTraining): string[] {
  const followed = perturbation && alpha < 1 && ["fgsm", "hidden"].includes(perturbation.kind)
    ? [(perturbation as { gradient?: string }).gradient ?? "float32"]
    : perturbation?.kind === "differentiable"
    ? ["direction"]
    : [];
  return [...followed, ...(monitor ? [monitor.gradient ?? "float32"] : [])];
}

const declared = (spec: RunSpec) =>
  spec.kind !== "measure"
    ? []
    : (EXPERIMENTS.get(spec.experiment)!.attacks?.(spec.parameters) ?? []).map(({ attack }) => attack);

/** Whether a run goes through a part, by the part's group: told from its specification in other words than the key's. */
const USES: Readonly<Record<string, (training: InnerTraining, name: string) => boolean>> = {
  architecture: ({ architecture }, name) => architecture.type === name,
  initial: ({ recipe }, name) => recipe.initial.type === name,
  optimiser: ({ recipe }, name) => recipe.optimiser.type === name,
  objective: ({ recipe }, name) => (recipe.objective.perturbation?.kind ?? "clean") === name,
  gradient: (training, name) => readings(training).includes(name),
  monitor: ({ monitor }, name) => name === "stop" ? monitor?.stop !== undefined : monitor !== undefined,
  continuation: () => false,
  dropout: ({ recipe }) => recipe.dropout !== undefined,
  attack: () => false,
  preprocessing: () => false,
  random: () => true,
  training: () => true,
};

Deno.test("the three profiles plan hundreds of runs, and planning twice gives the same keys", async () => {
  assert(BEFORE.length > 500, `${BEFORE.length} runs`);
  assertEquals(keysOf(await plans()), keysOf(BEFORE));
});

Deno.test("a part that is added changes no key: an attack, an objective, a reading, an optimiser, an architecture, …", async () => {
  const groups = new Set(Object.keys(VERSIONS).map((name) => name.split("/")[0]!));
  const added = Object.fromEntries([...groups].map((group) => [`${group}/dummy`, 7]));
  assertEquals(keysOf(await plans(withVersions(added))), keysOf(BEFORE));
});

Deno.test("a part that changes moves exactly the keys of the runs that go through it", async () => {
  let moving = 0;
  for (const [part, version] of Object.entries(VERSIONS)) {
    const [group, name = ""] = part.split("/") as [string, string?];
    const after = await plans(withVersions({ [part]: version + 1 }));
    const uses = (spec: RunSpec) =>
      trainingsOf(spec).some((training) => USES[group]!(training, name)) ||
      declared(spec).some(({ kind, gradient }) =>
        part === `attack/${kind}` || part === `gradient/${gradient}`
      );
    if (assertMoved(after, uses, part) > 0) moving++;
  }
  assert(moving >= 20, `${moving} parts are gone through`);
});

Deno.test("an attack that an experiment declares in addition moves the keys of its own measurements alone", async () => {
  const load = async (name: string): Promise<AnyExperiment> => {
    const found = await loadExperiment(name);
    const more =
      () => [...found.attacks?.({ degrees: 5 }) ?? [], { attack: scaledStepAttack({ epsilon: 0.25 }) }];
    return name === "rotation" ? { ...found, attacks: more } : found;
  };
  const uses = (spec: RunSpec) => spec.kind === "measure" && spec.experiment === "rotation";
  assert(assertMoved(await plans({ load }), uses, "declared") > 0);
});

Deno.test("an experiment whose version is raised gets new keys, and no other", async () => {
  for (const raised of EXPERIMENTS.keys()) {
    const load = async (name: string): Promise<AnyExperiment> => {
      const found = await loadExperiment(name);
      return name === raised ? { ...found, version: (found.version ?? 1) + 1 } : found;
    };
    const uses = (spec: RunSpec) => spec.kind === "measure" && spec.experiment === raised;
    assert(assertMoved(await plans({ load }), uses, raised) > 0);
  }
});

Deno.test("an experiment that is added adds its own runs and changes no key", async () => {
  const added = experiment({
    name: "added",
    title: "An invented experiment",
    plan: () => ({ seeds: 2, models: () => ({}), parameters: { epsilon: 0.25 } }),
    measure: () => ({ metrics: {}, tables: {} }),
  });
  const claim: Claim = { ...CLAIMS.find(({ kind, experiment }) => kind === "claim" && experiment !== null)! };
  const load = (name: string) =>
    name === "added" ? Promise.resolve<AnyExperiment>(added) : loadExperiment(name);
  const after = await plans({ load }, [...CLAIMS, { ...claim, id: "X1", experiment: "added" }]);
  const isAdded = ({ spec }: PlannedRun) => spec.kind === "measure" && spec.experiment === "added";
  assertEquals(after.filter(isAdded).length, 2 * PLANNED.length);
  assertEquals(keysOf(after.filter((run) => !isAdded(run))), keysOf(BEFORE));
});

/** Plans every claim, and those of an invented experiment one model of which goes through a preprocessing. */
async function plansWithFit(change: Partial<Planning> = {}): Promise<readonly PlannedRun[]> {
  const { plan } = await loadExperiment("fgsm_softmax");
  const added: AnyExperiment = experiment({
    name: "added",
    title: "An invented experiment",
    plan: (profile, data) => {
      const { softmax } = plan(profile, data).models(0) as { readonly softmax: TrainPlan };
      const rows = { split: "train", from: 0, to: 100, classes: null } as const;
      return {
        seeds: 1,
        fits: (seed) => ({
          pixels: { kind: "fit", preprocessing: { type: "standardise", floor: 0 }, data: rows, seed },
        }),
        models: () => ({ plain: softmax, standard: { ...softmax, preprocessing: { from: "pixels" } } }),
        parameters: {},
      };
    },
    measure: () => ({ metrics: {}, tables: {} }),
  });
  const claim: Claim = { ...CLAIMS.find(({ kind, experiment }) => kind === "claim" && experiment !== null)! };
  const load = (name: string) => name === "added" ? Promise.resolve(added) : loadExperiment(name);
  return await plans({ ...change, load }, [...CLAIMS, { ...claim, id: "X1", experiment: "added" }]);
}

/** Whether a run is a fit, or needs one. */
const needsFit = ({ spec }: PlannedRun) =>
  spec.kind === "fit" || (spec.kind === "train" && spec.preprocessing !== undefined) ||
  (spec.kind === "measure" && spec.experiment === "added");

Deno.test("an experiment with a preprocessing changes no key of before, and a kind of preprocessing that is added none at all", async () => {
  const before = await plansWithFit();
  assertEquals(keysOf(before.filter((run) => !needsFit(run))), keysOf(BEFORE));
  assertEquals(before.filter(needsFit).length, 3 * PLANNED.length);
  assertEquals(keysOf(await plansWithFit(withVersions({ "preprocessing/dummy": 7 }))), keysOf(before));
});

Deno.test("a kind of preprocessing that changes moves exactly the keys of its fits and of the runs that need them", async () => {
  const before = await plansWithFit();
  const version = VERSIONS["preprocessing/standardise"]! + 1;
  const after = await plansWithFit(withVersions({ "preprocessing/standardise": version }));
  const moved = before.filter(({ key }, i) => after[i]!.key !== key);
  assertEquals(keysOf(moved), keysOf(before.filter(needsFit)));
});

Deno.test("an experiment that is about a data set of its own changes no key of another", async () => {
  const other = {
    ...DATASET,
    name: "idx:/other",
    digests: { ...DATASET.digests, "train-images": "7".repeat(64) },
  };
  const after = await plans({ datasetOf: (name) => name === "rotation" ? other : DATASET });
  const elsewhere = ({ dataset }: PlannedRun) => dataset.name === other.name;
  const rotation = ({ spec }: PlannedRun) => spec.kind === "measure" && spec.experiment === "rotation";
  assertEquals(
    new Set(keysOf(after.filter((run) => !elsewhere(run)))).symmetricDifference(
      new Set(keysOf(BEFORE.filter((run) => !rotation(run)))),
    ).size,
    after.filter(elsewhere).length - after.filter(elsewhere).length,
  );
  assert(after.filter(elsewhere).every(({ key }) => !keysOf(BEFORE).includes(key)));
  assertEquals(after.filter(rotation).every(elsewhere), true);
});

/** Specifications of a program whose recipes have one more field. */
type Longer = Omit<TrainSpec["recipe"], "nesterov"> & { readonly nesterov?: boolean };
const LONGER_TRAIN = object<Omit<TrainSpec, "recipe"> & { readonly recipe: Longer }>({
  ...TRAINING_FIELDS,
  dataset: choice("mnist"),
  seed: whole(0),
  recipe: object<Longer, "l1" | "sharedBeta" | "nesterov">({
    ...SPEC_RECIPE_FIELDS,
    nesterov: defaulted(flag, false),
  }),
});
const LONGER = variants<RunSpec, "kind">("kind", {
  fit: FIT_SPEC,
  train: LONGER_TRAIN as unknown as Schema<TrainSpec>,
  measure: MEASURE_SPEC,
});

Deno.test("a field that is added with a default changes no key, also where it is written out", async () => {
  const withField = (nesterov: boolean) => (spec: RunSpec) =>
    canonicalSpec(
      spec.kind === "train" ? { ...spec, recipe: { ...spec.recipe, nesterov } } as TrainSpec : spec,
      LONGER,
    ) as CanonicalSpec;
  const silent = await plans({ canonical: (spec) => canonicalSpec(spec, LONGER) as CanonicalSpec });
  assertEquals(keysOf(silent), keysOf(BEFORE));
  assertEquals(keysOf(await plans({ canonical: withField(false) })), keysOf(BEFORE));
  assertMoved(await plans({ canonical: withField(true) }), ({ kind }) => kind === "train", "another value");
});

Deno.test("a kind of run that is added changes no key", async () => {
  type Tune = { readonly kind: "tune"; readonly seed: number };
  const more = variants<RunSpec | Tune, "kind">("kind", {
    fit: FIT_SPEC,
    train: LONGER_TRAIN as unknown as Schema<TrainSpec>,
    measure: MEASURE_SPEC,
    tune: object<Tune>({ kind: choice("tune"), seed: whole(0) }),
  });
  assertEquals(more.canonical({ seed: 3, kind: "tune" }), { kind: "tune", seed: 3 });
  const after = await plans({
    canonical: (spec) => canonicalSpec(spec, more as Schema<RunSpec>) as CanonicalSpec,
  });
  assertEquals(keysOf(after), keysOf(BEFORE));
});
