/** Plans: every run once, parents first, and values that come from a parent. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { cheapestFirst } from "../../src/planning/cheapest_first.ts";
import { type PlannedRun, planRuns, planTrainings } from "../../src/planning/plan.ts";
import { readClaims } from "../../src/project/tables.ts";
import { keyOf, type TrainSpec } from "../../src/runs/mod.ts";
import { CONTEXT, TRAIN } from "../runs/support.ts";

const from = (role: string): TrainSpec => ({
  ...TRAIN,
  recipe: { ...TRAIN.recipe, epochs: { from: role, field: "bestEpoch" } },
});

/** Plans and records what was added, in order. */
function planned(models: Record<string, TrainSpec>) {
  const added: { key: string; after: readonly string[]; epochs: number; spec: TrainSpec }[] = [];
  const keys = planTrainings(models, (spec, after, epochs) => {
    const key = keyOf(spec, CONTEXT);
    added.push({ key, after, epochs, spec });
    return key;
  });
  return { keys, added };
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
  const { epochs } = added[1]!.spec.recipe;
  assertEquals(epochs, { from: keys["chosen"]!, field: "bestEpoch" });
  const renamed = planned({ other: TRAIN, again: from("other") });
  assertEquals(renamed.keys["again"], keys["retrained"]);
  const changed = planned({ chosen: { ...TRAIN, seed: 9 }, retrained: from("chosen") });
  assert(changed.keys["retrained"] !== keys["retrained"]);
});

Deno.test("a plan refuses a role that is not there and trainings that wait for each other", () => {
  assertThrows(() => planned({ a: from("b") }), RangeError, "a → b");
  assertThrows(() => planned({ a: from("b"), b: from("a") }), RangeError, "a → b → a");
});

Deno.test("cheapestFirst() does experiments that take least time first, each run once and parents first", () => {
  const run = (key: string, seconds: number, after: string[], experiment?: string): PlannedRun => ({
    ...{ key, label: key, seed: 0, seconds, after },
    spec: experiment ? { kind: "measure", experiment, parents: {}, parameters: null, seed: 0 } : TRAIN,
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
  const runs = async (costs: ReadonlyMap<string, number>) => {
    const data = {
      inputs: 784,
      height: 28,
      width: 28,
      channels: 1,
      classes: 10,
      train: 60_000,
      test: 10_000,
    };
    const planning = { profile: "quick", data, context: CONTEXT, seeds: null, costs } as const;
    return (await planRuns(await readClaims(), planning)).runs;
  };
  const keys = (planned: readonly PlannedRun[]) => planned.map(({ key }) => key).join();
  const [cheap, dear] = [await runs(new Map()), await runs(new Map([["measure fgsm_softmax", 1e6]]))];
  assertEquals(keys(cheap), keys(dear));
  assert(keys(cheapestFirst(cheap)) !== keys(cheapestFirst(dear)));
});
