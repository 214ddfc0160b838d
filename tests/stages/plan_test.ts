/** Plans: every run once, parents first, and values that come from a parent. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { planTrainings } from "../../src/stages/plan.ts";
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
