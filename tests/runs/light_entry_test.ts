/** Light entries: parameters go, results stay, and only the same parameters come back. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError, MismatchError } from "../../src/errors.ts";
import { encodeJson } from "../../src/runs/canonical_json.ts";
import { trainFiles } from "../../src/runs/outcome.ts";
import {
  encodeSafetensors,
  entryPath,
  hasEntry,
  hasParameters,
  identityFiles,
  keyOf,
  lightenEntry,
  readEntry,
  readParameters,
  resultOf,
  writeEntry,
} from "../../src/runs/mod.ts";
import { BASIS, filesBelow, temporaryFolder, TRAIN } from "./support.ts";

const KEY = keyOf(TRAIN, BASIS);
const parametersOf = (value: number) =>
  encodeSafetensors({ "y/W": { shape: [2], values: new Float32Array([value, 1]) } });
const filesOf = (value: number) => ({
  ...identityFiles(TRAIN, BASIS),
  ...trainFiles(["0".repeat(64), "1".repeat(64)], { costs: [2] }, parametersOf(value)),
  "environment.json": encodeJson({ threads: 1, seconds: 3 }),
});

Deno.test("a light entry says all that it said before, and has no parameters", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, filesOf(1));
  const before = await readEntry(store.path, KEY);
  assertEquals([before.light, await hasParameters(store.path, KEY)], [false, true]);
  await lightenEntry(store.path, KEY);
  const after = await readEntry(store.path, KEY);
  assertEquals(after, { ...before, light: true });
  assertEquals(resultOf(after.outcome), resultOf(before.outcome));
  assertEquals([await hasEntry(store.path, KEY), await hasParameters(store.path, KEY)], [true, false]);
  const names = ["chain.json", "environment.json", "key.json", "manifest.json", "metrics.json", "spec.json"];
  assertEquals(filesBelow(entryPath(store.path, KEY)), names);
  await assertRejects(() => readParameters(store.path, KEY), DataError, "keeps results alone");
  await lightenEntry(store.path, KEY); // once more changes nothing
  assertEquals(await readEntry(store.path, KEY), after);
});

Deno.test("writing the same run again puts the parameters back, bit for bit", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, filesOf(1));
  const whole = filesBelow(store.path).map((path) => Deno.readFileSync(`${store.path}/${path}`));
  await lightenEntry(store.path, KEY);
  await writeEntry(store.path, KEY, filesOf(1));
  assertEquals(filesBelow(store.path).map((path) => Deno.readFileSync(`${store.path}/${path}`)), whole);
  assertEquals((await readParameters(store.path, KEY)).parameters["y/W"]!, new Float32Array([1, 1]));
});

Deno.test("other parameters under the key of a light entry are refused, and nothing changes", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, filesOf(1));
  await lightenEntry(store.path, KEY);
  const error = await assertRejects(() => writeEntry(store.path, KEY, filesOf(2)), MismatchError);
  assert(/(metrics\.json|parameters\.safetensors) has SHA-256/.test(error.message), error.message);
  assertEquals((await readEntry(store.path, KEY)).light, true);
});

Deno.test("whatever moment lightening was stopped in, the entry is whole", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, filesOf(1));
  const path = `${entryPath(store.path, KEY)}/parameters.safetensors`;
  const bytes = await Deno.readFile(path);
  await lightenEntry(store.path, KEY);
  // stopped after the manifest: the file still lies there, and nobody takes it for part of the entry
  await Deno.writeFile(path, bytes.slice(0, 10));
  assertEquals((await readEntry(store.path, KEY)).light, true);
  await lightenEntry(store.path, KEY);
  assert(!filesBelow(store.path).some((name) => name.endsWith("parameters.safetensors")));
  await Deno.writeFile(path, bytes.slice(0, 10));
  await writeEntry(store.path, KEY, filesOf(1));
  assertEquals((await readEntry(store.path, KEY)).light, false);
});

Deno.test("a light entry is checked like any other: a damaged file is named", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, filesOf(1));
  await lightenEntry(store.path, KEY);
  await Deno.writeTextFile(`${entryPath(store.path, KEY)}/metrics.json`, "{}");
  await assertRejects(() => readEntry(store.path, KEY), DataError, "metrics.json has SHA-256");
});
