import { assertEquals } from "@std/assert";
import { softmaxRegression } from "../../src/experiments/recipes/mod.ts";
import {
  ENVIRONMENT_FILE,
  type Json,
  type KeyContext,
  keyOf,
  type TrainSpec,
  writeEntry,
} from "../../src/runs/mod.ts";
import { recordedCosts } from "../../src/planning/recorded_costs.ts";
import { temporaryFolder } from "../runs/support.ts";

const HERE: KeyContext = {
  data: { "train-images": "a".repeat(64) },
  engine: { class: "wasm-simd", wasm: "b".repeat(64) },
};
const SHAPE = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 60_000, test: 10_000 };
const SPEC = softmaxRegression("quick", SHAPE, 0) as TrainSpec<number>;

async function store(path: string, spec: object, context: KeyContext, environment: object): Promise<void> {
  const file = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  await writeEntry(path, keyOf(spec as TrainSpec, context), {
    "spec.json": file(spec),
    "chain.json": file([]),
    "metrics.json": file({ costs: new Array(SPEC.recipe.epochs).fill(0) satisfies Json[] }),
    [ENVIRONMENT_FILE]: file(environment),
  });
}

Deno.test("recordedCosts() takes the median of the runs on one thread, for an epoch of 10,000 images", async () => {
  await using folder = await temporaryFolder();
  for (const [seed, seconds] of [10, 40, 20].entries()) {
    await store(folder.path, { ...SPEC, seed }, HERE, { threads: 1, seconds });
  }
  await store(folder.path, { ...SPEC, seed: 3 }, HERE, { threads: 2, seconds: 1 });
  assertEquals([...await recordedCosts(folder.path, HERE)], [["train softmax, clean", 20 / 5 / 20]]);
});

Deno.test("recordedCosts() counts neither another data set nor what an older version left", async () => {
  await using folder = await temporaryFolder();
  await store(folder.path, SPEC, { ...HERE, data: {} }, { threads: 1, seconds: 10 });
  const old = { kind: "train", recipe: { epochs: 1 }, architecture: {}, seed: 0 };
  await store(folder.path, old, { ...HERE, engine: { class: "older", wasm: "" } }, {
    threads: 1,
    seconds: 10,
  });
  assertEquals((await recordedCosts(folder.path, HERE)).size, 0);
});
