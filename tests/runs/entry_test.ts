/** Entries say what they are runs of, and are believed only where their key follows from that. */
import { assertEquals, assertRejects } from "@std/assert";
import { DataError, PlatformError } from "../../src/errors.ts";
import {
  canonicalSpec,
  encodeJson,
  type EntryFiles,
  identityFiles,
  isOfVersion1,
  keyOf,
  measureFiles,
  readEntry,
  writeEntry,
} from "../../src/runs/mod.ts";
import { BASIS, MEASURE, temporaryFolder } from "./support.ts";

const KEY = keyOf(MEASURE, BASIS);
const FOUND = measureFiles({ metrics: { error: { value: 1 } }, tables: {} }, []);

async function read(files: EntryFiles) {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, files);
  return { entry: await readEntry(store.path, KEY), old: await isOfVersion1(store.path, KEY) };
}

Deno.test("an entry says what it is a run of and what its key is made of", async () => {
  const { entry, old } = await read({ ...identityFiles(MEASURE, BASIS), ...FOUND });
  assertEquals([entry.spec, entry.basis, entry.key, old], [MEASURE, BASIS, KEY, false]);
});

Deno.test("an entry whose key does not follow from its specification, data, engine and code is refused", async () => {
  const other = canonicalSpec({ ...MEASURE, seed: 9 });
  const { code } = BASIS;
  const refused: [EntryFiles, string][] = [
    [identityFiles(other, BASIS), "spec.json is of another run"],
    [identityFiles(MEASURE, { ...BASIS, data: {} }), "spec.json is of another run"],
    [identityFiles(MEASURE, { ...BASIS, code: { ...code, kernels: {} } }), "spec.json is of another run"],
    [{ ...identityFiles(MEASURE, BASIS), "key.json": encodeJson(null) }, "key.json does not say"],
    [
      { ...identityFiles(MEASURE, BASIS), "spec.json": encodeJson({ ...MEASURE, seed: -1 }) },
      "seed is -1, expected",
    ],
  ];
  for (const [files, message] of refused) {
    await assertRejects(() => read({ ...files, ...FOUND }), DataError, message);
  }
});

Deno.test("an entry of version 1 is known as such, and refused with where it can be used", async () => {
  const { "spec.json": spec } = identityFiles(MEASURE, BASIS);
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, { "spec.json": spec!, ...FOUND });
  assertEquals(await isOfVersion1(store.path, KEY), true);
  await assertRejects(
    () => readEntry(store.path, KEY),
    PlatformError,
    "made by version 1 of this program; use it with",
  );
});
