/** Why a run is computed although the store has a near relative. */
import { assertEquals } from "@std/assert";
import { nearRelatives } from "../../src/planning/near_relatives.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import {
  canonicalSpec,
  encodeJson,
  identify,
  identityFiles,
  type KeyContext,
  type TrainSpec,
  writeEntry,
} from "../../src/runs/mod.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";
import { CONTEXT, temporaryFolder, TRAIN } from "../runs/support.ts";

function planned(given: TrainSpec, context: KeyContext = CONTEXT): PlannedRun {
  const spec = canonicalSpec(given);
  const own = { ...identify(spec, context), spec, seed: spec.seed };
  return { ...own, label: "maxout", dataset: MNIST_IDENTITY, after: [], seconds: 1 };
}

/** What is said of runs against a store with one run. */
async function said(runs: readonly PlannedRun[], stored = planned(TRAIN)) {
  await using store = await temporaryFolder();
  await writeEntry(store.path, stored.key, identityFiles(stored.spec, stored.basis));
  // an entry of version 1, which nothing of today is a relative of
  await writeEntry(store.path, "1".repeat(64), { "spec.json": encodeJson(TRAIN) });
  const found = await nearRelatives(store.path, runs, new Set());
  return found.map(({ difference: { path, values } }) => [path, ...values]);
}

Deno.test("nearRelatives() names the field in which a stored training differs, also one that has its default", async () => {
  const { recipe } = TRAIN;
  assertEquals(await said([planned({ ...TRAIN, recipe: { ...recipe, epochs: 7 } })]), [[
    "spec.recipe.epochs",
    2,
    7,
  ]]);
  assertEquals(await said([planned({ ...TRAIN, recipe: { ...recipe, l1: 0 } })]), [[
    "spec.recipe.l1",
    0.1,
    undefined,
  ]]);
  assertEquals(await said([planned({ ...TRAIN, seed: 8 })]), []);
});

Deno.test("nearRelatives() names data, engine, version or kernel where the specification is the same", async () => {
  const { code } = CONTEXT;
  const changes: [KeyContext, unknown[]][] = [
    [{ ...CONTEXT, engine: { class: "gpu" } }, ["engine.class", "tfjs-wasm", "gpu"]],
    [
      { ...CONTEXT, code: { ...code, versions: { ...code.versions, "objective/fgsm": 2 } } },
      ["code.parts.objective/fgsm", 1, 2],
    ],
    [
      { ...CONTEXT, code: { ...code, kernels: { ...code.kernels, update: "9".repeat(16) } } },
      ["code.kernels.update", "3".repeat(16), "9".repeat(16)],
    ],
  ];
  for (const [context, expected] of changes) assertEquals(await said([planned(TRAIN, context)]), [expected]);
});
