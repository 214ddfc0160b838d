/** Plans: every run once, parents first, and values that come from a parent. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { cheapestFirst } from "../../src/planning/cheapest_first.ts";
import {
  experimentsFor,
  type PlannedDataset,
  type PlannedRun,
  type Planning,
  planRuns,
} from "../../src/planning/plan.ts";
import { type ParentPlan, planParents } from "../../src/planning/plan_parents.ts";
import { MNIST_SHAPE } from "../../src/datasets/mod.ts";
import { DataError } from "../../src/errors.ts";
import { readClaims } from "../../src/project/tables.ts";
import {
  canonicalSpec,
  type FitPlan,
  identify,
  keyOf,
  type TrainPlan,
  type TrainSpec,
} from "../../src/runs/mod.ts";
import { BASIS, CONTEXT, TRAIN } from "../runs/support.ts";
import { loadExperiments } from "../../src/experiments/load.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";

/** Planning in the quick profile. */
function planningOn(
  datasetOf: (experiment: string) => PlannedDataset,
  costs: ReadonlyMap<string, number> = new Map(),
): Planning {
  return { profile: "quick", datasetOf, program: CONTEXT, seeds: null, costs };
}

const from = (role: string): TrainSpec => ({
  ...TRAIN,
  recipe: { ...TRAIN.recipe, epochs: { from: role, field: "bestEpoch" } },
});

/** Plans and records what was added, in order. */
function planned(models: Record<string, TrainPlan>, fits: Record<string, FitPlan> = {}) {
  const added: { key: string; after: readonly string[]; epochs: number; spec: ParentPlan }[] = [];
  const { models: keys, fits: fitted } = planParents({ models, fits }, (spec, after, epochs) => {
    const { key } = identify(canonicalSpec({ ...spec, dataset: "mnist" }), CONTEXT);
    added.push({ key, after, epochs, spec });
    return key;
  });
  return { keys, fitted, added };
}

Deno.test("a training that takes its epochs from another comes after it, whatever the order of the roles", () => {
  const { keys, added } = planned({ retrained: from("chosen"), chosen: TRAIN });
  assertEquals(Object.keys(keys), ["retrained", "chosen"]);
  assertEquals(added.map(({ key }) => key), [keys["chosen"], keys["retrained"]]);
  assertEquals(added.map(({ after }) => after), [[], [keys["chosen"]!]]);
  assertEquals(added[1]!.epochs, TRAIN.recipe.epochs);
});

Deno.test("the key of such a training contains the parent's key and not its role or a value", () => {
  const { keys, added } = planned({ chosen: TRAIN, retrained: from("chosen") });
  const { epochs } = (added[1]!.spec as TrainPlan).recipe;
  assertEquals(epochs, { from: keys["chosen"]!, field: "bestEpoch" });
  const renamed = planned({ other: TRAIN, again: from("other") });
  assertEquals(renamed.keys["again"], keys["retrained"]);
  const changed = planned({ chosen: { ...TRAIN, seed: 9 }, retrained: from("chosen") });
  assert(changed.keys["retrained"] !== keys["retrained"]);
});

const FIT: FitPlan = {
  kind: "fit",
  preprocessing: { type: "standardise", floor: 0 },
  data: { split: "train", from: 0, to: 100, classes: null },
  seed: 0,
};
const on = (role: string, plan: TrainPlan = TRAIN): TrainPlan => ({ ...plan, preprocessing: { from: role } });

Deno.test("a preprocessing is planned once, before the first training that uses it, and only where one does", () => {
  const fits = { pixels: FIT, unused: { ...FIT, seed: 9 } };
  const models = { retrained: on("pixels", from("chosen")), chosen: on("pixels"), plain: TRAIN };
  const { keys, fitted, added } = planned(models, fits);
  const [pixels] = fitted as [string];
  assertEquals(fitted.length, 1);
  assertEquals(added.map(({ key }) => key), [pixels, keys["chosen"], keys["retrained"], keys["plain"]]);
  assertEquals(added.map(({ after }) => after), [[], [pixels], [keys["chosen"]!, pixels], []]);
  assertEquals((added[1]!.spec as TrainPlan).preprocessing, { from: pixels });
  assertEquals(keys["plain"], planned({ plain: TRAIN }).keys["plain"]);
});

Deno.test("the key of a training contains its preprocessing's key and not its role", () => {
  const keyOn = (plan: FitPlan, role = "pixels") =>
    planned({ model: on(role) }, { [role]: plan }).keys["model"]!;
  assertEquals(keyOn(FIT, "renamed"), keyOn(FIT));
  const { data } = FIT;
  const others = [
    { ...FIT, seed: 1 },
    { ...FIT, data: { ...data, to: 99 } },
    { ...FIT, preprocessing: { type: "standardise", floor: 0.5 } } as const,
  ];
  const keys = [keyOn(FIT), planned({ model: TRAIN }).keys["model"]!, ...others.map((plan) => keyOn(plan))];
  assertEquals(new Set(keys).size, 5);
});

Deno.test("a plan refuses a preprocessing that is no role of its fits, be it the role of a model", () => {
  const message = "Cannot plan b: its preprocessing is from a, expected a role of fits (none)";
  assertThrows(() => planned({ a: TRAIN, b: on("a") }), RangeError, message);
  assertThrows(
    () => planned({ b: on("a") }, { pixels: FIT }),
    RangeError,
    "expected a role of fits (pixels)",
  );
});

Deno.test("a plan refuses a role that is not there and trainings that wait for each other", () => {
  assertThrows(() => planned({ a: from("b") }), RangeError, "a → b");
  assertThrows(() => planned({ a: from("b"), b: from("a") }), RangeError, "a → b → a");
});

Deno.test("cheapestFirst() does experiments that take least time first, each run once and parents first", () => {
  const run = (key: string, seconds: number, after: string[], experiment?: string): PlannedRun => ({
    ...{ key, label: key, seed: 0, seconds, after, basis: BASIS, dataset: MNIST_IDENTITY },
    spec: experiment
      ? canonicalSpec({
        kind: "measure",
        dataset: "mnist",
        experiment,
        parents: {},
        parameters: null,
        seed: 0,
      })
      : TRAIN,
  });
  const runs = [
    run("long", 90, []),
    run("chosen", 5, []),
    run("retrained", 5, ["chosen"]),
    run("dear", 1, ["long", "retrained"], "dear"),
    run("cheap", 2, ["retrained"], "cheap"),
    run("alone", 1, []),
  ];
  const order = (given: PlannedRun[]) => cheapestFirst(given).map(({ key }) => key);
  assertEquals(order(runs), ["chosen", "retrained", "cheap", "long", "dear", "alone"]);
  const twice = runs.map((each) => each.key === "cheap" ? { ...each, seconds: 200 } : each);
  assertEquals(order(twice), ["long", "chosen", "retrained", "dear", "cheap", "alone"]);
});

Deno.test("planRuns() has the order of the claims, whatever the runs cost: it is that of receipts", async () => {
  const needed = await experimentsFor(await readClaims());
  const runs = (costs: ReadonlyMap<string, number>) =>
    planRuns(needed, planningOn(() => ({ ...MNIST_IDENTITY, shape: MNIST_SHAPE }), costs)).runs;
  const keys = (planned: readonly PlannedRun[]) => planned.map(({ key }) => key).join();
  const [cheap, dear] = [runs(new Map()), runs(new Map([["measure fgsm_softmax", 1e6]]))];
  assertEquals(keys(cheap), keys(dear));
  assert(keys(cheapestFirst(cheap)) !== keys(cheapestFirst(dear)));
});

Deno.test("each experiment is planned for its own data set, and one whose data set is missing fails alone", async () => {
  const names = ["fgsm_softmax", "rotation", "linear_growth"];
  const experiments = await loadExperiments(names);
  const coloured = { ...MNIST_SHAPE, inputs: 3072, height: 32, width: 32, channels: 3, train: 50_000 };
  const mnist = { ...MNIST_IDENTITY, shape: MNIST_SHAPE };
  const other = { name: "idx:/colours", digests: { "train-images": "1" }, shape: coloured };
  const missing = new DataError("there are no colours");
  const { runs, failed } = planRuns(
    { experiments, failed: {} },
    planningOn((name) => {
      if (name === "rotation") throw missing;
      return name === "linear_growth" ? mnist : other;
    }),
  );
  assertEquals(failed, { rotation: missing });
  assertEquals([...new Set(runs.map(({ dataset }) => dataset.name))], ["idx:/colours", "mnist"]);
  for (const { key, spec, basis, dataset } of runs) {
    assertEquals(basis.data, dataset.digests);
    assertEquals(key, keyOf(spec, basis));
    if (spec.kind === "train") assertEquals(spec.architecture.inputs, 3072);
  }
});

Deno.test("an identity needs its experiment as a claim does, and a setting needs none", async () => {
  const claims = (await readClaims()).filter(({ id }) => id === "L1.growth");
  assertEquals(claims.map(({ kind }) => kind), ["identity"]);
  const named = async (some: typeof claims) =>
    (await experimentsFor(some)).experiments.map(({ name }) => name);
  assertEquals(await named(claims), ["linear_growth"]);
  assertEquals(await named(claims.map((claim) => ({ ...claim, kind: "setting" as const }))), []);
});
