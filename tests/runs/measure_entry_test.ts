/** What the entry of a measurement says of itself. */
import { assert, assertEquals } from "@std/assert";
import { sha256 } from "../../src/files/sha256.ts";
import {
  compareRuns,
  identityFiles,
  keyOf,
  measureFiles,
  type MeasureOutcome,
  readEntry,
  resultOf,
  type SanityCheck,
  writeEntry,
} from "../../src/runs/mod.ts";
import { BASIS, MEASURE, temporaryFolder } from "./support.ts";

const KEY = keyOf(MEASURE, BASIS);
const MEASUREMENT = { metrics: { error: { value: 12.5 } }, tables: {} };
const CHECK: SanityCheck = { model: "maxout", attack: "FGSM", check: "it is alive", holds: true, value: 1 };

/** The outcome of an entry with these checks, read from a store. */
async function outcomeWith(sanity: readonly SanityCheck[]): Promise<MeasureOutcome> {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, {
    ...identityFiles(MEASURE, BASIS),
    ...measureFiles(MEASUREMENT, sanity),
  });
  return (await readEntry(store.path, KEY)).outcome as MeasureOutcome;
}

Deno.test("an entry gives the checks of its attacks back, and the digest of their file", async () => {
  const { measurement, sanity, sanitySha256 } = await outcomeWith([CHECK]);
  assertEquals([measurement, sanity], [MEASUREMENT, [CHECK]]);
  const text = `[{"attack":"FGSM","check":"it is alive","holds":true,"model":"maxout","value":1}]\n`;
  assertEquals(sanitySha256, sha256(new TextEncoder().encode(text)));
});

Deno.test("an entry that attacks nothing has no checks and no digest of them", async () => {
  const { sanity, sanitySha256 } = await outcomeWith([]);
  assertEquals([sanity, sanitySha256], [[], null]);
});

Deno.test("entries that differ in one check differ", async () => {
  const [one, other] = [await outcomeWith([CHECK]), await outcomeWith([{ ...CHECK, value: 2 }])];
  assertEquals(one.metricsSha256, other.metricsSha256);
  assert(compareRuns(resultOf(one), resultOf(other))!.text.startsWith("the checks of its attacks differ"));
});
