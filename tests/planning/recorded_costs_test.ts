import { assertEquals } from "@std/assert";
import { softmaxRegression } from "../../src/experiments/recipes/mod.ts";
import {
  canonicalSpec,
  encodeJson,
  ENVIRONMENT_FILE,
  identify,
  identityFiles,
  type KeyContext,
  type TrainSpec,
  writeEntry,
} from "../../src/runs/mod.ts";
import { recordedCosts } from "../../src/planning/recorded_costs.ts";
import { CONTEXT, temporaryFolder } from "../runs/support.ts";

const SHAPE = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 60_000, test: 10_000 };
const SPEC = { ...softmaxRegression("quick", SHAPE, 0), dataset: "mnist" } as TrainSpec<number>;

async function store(
  path: string,
  spec: TrainSpec,
  context: KeyContext,
  environment: object,
): Promise<void> {
  const own = canonicalSpec(spec);
  const { key, basis } = identify(own, context);
  await writeEntry(path, key, {
    ...identityFiles(own, basis),
    "chain.json": encodeJson([]),
    "metrics.json": encodeJson({ costs: new Array(SPEC.recipe.epochs).fill(0) }),
    [ENVIRONMENT_FILE]: encodeJson(environment),
  });
}

Deno.test("recordedCosts() takes the median of the runs on one thread, for an epoch of 10,000 images", async () => {
  await using folder = await temporaryFolder();
  for (const [seed, seconds] of [10, 40, 20].entries()) {
    await store(folder.path, { ...SPEC, seed }, CONTEXT, { threads: 1, seconds });
  }
  await store(folder.path, { ...SPEC, seed: 3 }, CONTEXT, { threads: 2, seconds: 1 });
  assertEquals([...await recordedCosts(folder.path, CONTEXT)], [["train softmax, clean", 20 / 5 / 20]]);
});

Deno.test("recordedCosts() counts neither another data set, engine or code nor what version 1 left", async () => {
  await using folder = await temporaryFolder();
  await store(folder.path, SPEC, { ...CONTEXT, data: {} }, { threads: 1, seconds: 10 });
  const ten = { threads: 1, seconds: 10 };
  await store(folder.path, SPEC, { ...CONTEXT, engine: { class: "older" } }, ten);
  const { code } = CONTEXT;
  const versions = { ...code.versions, "optimiser/descent": code.versions["optimiser/descent"]! + 1 };
  await store(folder.path, SPEC, { ...CONTEXT, code: { ...code, versions } }, ten);
  const kernels = { ...code.kernels, update: "9".repeat(16) };
  await store(folder.path, SPEC, { ...CONTEXT, code: { ...code, kernels } }, ten);
  await writeEntry(folder.path, "1".repeat(64), { "spec.json": encodeJson({ kind: "train" }) });
  assertEquals((await recordedCosts(folder.path, CONTEXT)).size, 0);
});
