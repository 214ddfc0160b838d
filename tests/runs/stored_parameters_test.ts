import { assertEquals, assertRejects } from "@std/assert";
import { trainFiles } from "../../src/runs/outcome.ts";
import {
  encodeSafetensors,
  identityFiles,
  keyOf,
  measureFiles,
  storedOf,
  writeEntry,
} from "../../src/runs/mod.ts";
import { readParameters } from "../../src/runs/stored_parameters.ts";
import { DataError } from "../../src/errors.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";
import { BASIS, MEASURE, temporaryFolder, TRAIN } from "./support.ts";

const KEY = keyOf(TRAIN, BASIS);

Deno.test("readParameters() gives what a model is made of, as the training run stored it", async () => {
  await using store = await temporaryFolder();
  const { architecture } = TRAIN;
  const parameters = initialise(architecture, 0.5, Rng.fromSeed(1));
  const tensors = encodeSafetensors(storedOf(architecture, parameters));
  await writeEntry(store.path, KEY, {
    ...identityFiles(TRAIN, BASIS),
    ...trainFiles(["0".repeat(64)], { costs: [] }, tensors),
  });
  const found = await readParameters(store.path, KEY);
  assertEquals(found, { architecture, parameters });
  await withEngine((engine) => {
    using stored = new NetworkModel(engine, found.architecture, found.parameters);
    using original = new NetworkModel(engine, architecture, parameters);
    const x = new Float32Array(8).fill(0.5);
    bitwise(stored.answers(x).logits, original.answers(x).logits);
  });
});

Deno.test("readParameters() says so where there is no entry, or one of a measurement", async () => {
  await using store = await temporaryFolder();
  await assertRejects(() => readParameters(store.path, KEY), DataError);
  await assertRejects(() => readParameters(store.path, "maxout"), DataError, 'Cannot look up "maxout"');
  const key = keyOf(MEASURE, BASIS);
  const files = { ...identityFiles(MEASURE, BASIS), ...measureFiles({ metrics: {}, tables: {} }, []) };
  await writeEntry(store.path, key, files);
  await assertRejects(() => readParameters(store.path, key), DataError, "expected one of a training run");
});
