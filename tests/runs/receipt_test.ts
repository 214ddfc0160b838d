/** Receipts: one text per value, and nothing believed that is damaged or contradicts itself. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DataError, PlatformError } from "../../src/errors.ts";
import { chainStart } from "../../src/runs/chain.ts";
import { compareRuns } from "../../src/runs/compare_runs.ts";
import {
  type Canonical,
  canonicalSpec,
  keyOf,
  type MeasureSpec,
  namesOf,
  parseReceipt,
  type Receipt,
  type ReceiptRun,
  receiptText,
  type TrainSpec,
} from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { BASIS, MEASURE, TRAIN } from "./support.ts";

const DATA = Object.fromEntries(
  ["train-images", "train-labels", "test-images", "test-labels"].map((role) => [role, sha256(role)]),
);
const basis = { ...BASIS, data: DATA };
const code = namesOf(BASIS.code);

function training(spec: Canonical<TrainSpec>): ReceiptRun {
  const key = keyOf(spec, basis);
  const chain = [chainStart(key), sha256("1"), sha256("2")];
  return {
    ...{ label: "maxout", seed: spec.seed, key, spec, code, chain, chainHead: chain.at(-1)! },
    parametersSha256: sha256("parameters"),
    metrics: { costs: [2, 1], parametersSha256: sha256("parameters") },
    metricsSha256: sha256("metrics"),
    sanitySha256: null,
  };
}

function measurement(spec: Canonical<MeasureSpec>): ReceiptRun {
  return {
    ...{ label: "FGSM (§4)", seed: spec.seed, key: keyOf(spec, basis), spec, code },
    ...{ chain: null, chainHead: null, parametersSha256: null },
    metrics: { error: { value: 12.5, trials: 100 } },
    metricsSha256: sha256("other metrics"),
    sanitySha256: sha256("checks"),
  };
}

const parent = training(TRAIN);
const child = measurement(canonicalSpec({ ...MEASURE, parents: { maxout: parent.key } }));
const RECEIPT: Receipt = {
  schema: 2,
  profile: "quick",
  dataset: "mnist",
  claims: { selected: ["Q2a", "s4"], sha256: sha256("claims") },
  data: DATA,
  engine: BASIS.engine,
  code: BASIS.code,
  runs: [parent, child],
};

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const refuse = (value: unknown, message: string) =>
  assertThrows(() => parseReceipt(encode(value), "receipt.json"), DataError, message);

Deno.test("a receipt is read back as the value that was written, whatever the order of its fields", () => {
  const text = receiptText(RECEIPT);
  assertEquals(parseReceipt(new TextEncoder().encode(text), "file") as unknown, RECEIPT);
  const { runs, ...head } = RECEIPT;
  assertEquals(text.split("\n").length, Object.keys(head).length + runs.length + 5);
});

Deno.test("a receipt with any field left out, renamed or of another type is refused", () => {
  for (const name of Object.keys(RECEIPT)) {
    const { [name as keyof Receipt]: _, ...rest } = RECEIPT;
    refuse(rest, "must have required property");
    refuse({ ...RECEIPT, [name]: [[]] }, "Cannot use receipt.json");
  }
  for (const name of Object.keys(parent)) {
    const { [name as keyof ReceiptRun]: _, ...rest } = parent;
    refuse({ ...RECEIPT, runs: [rest] }, "must have required property");
  }
  refuse({ ...RECEIPT, extra: 1 }, "must NOT have additional properties");
});

Deno.test("a receipt that contradicts itself is refused with the run's name", () => {
  const flipped = (text: string) => (text[0] === "0" ? "1" : "0") + text.slice(1);
  const cases: [string, readonly ReceiptRun[]][] = [
    ["has a key that does not follow from its specification", [{
      ...parent,
      spec: canonicalSpec({ ...TRAIN, seed: 1, data: { ...TRAIN.data, to: 99 } }),
    }]],
    ["has a seed other than that of its specification", [{ ...parent, seed: 5 }]],
    ["has a chain head that is not the last link of its chain", [{
      ...parent,
      chainHead: flipped(parent.chainHead!),
    }]],
    ["has a chain that belongs to another key", [{
      ...parent,
      chain: [flipped(parent.chain![0]!), ...parent.chain!.slice(1)],
    }]],
    ["is a training without a hash chain", [{ ...parent, chain: null, chainHead: null }]],
    ["needs a run that is not listed before it", [child, parent]],
    ["is listed twice", [parent, parent]],
    ["went through code that the receipt does not list", [{
      ...parent,
      code: { ...code, parts: [...code.parts, "objective/other"] },
    }]],
    ["has a key that does not follow from its specification", [{
      ...parent,
      code: { ...code, parts: code.parts.slice(1) },
    }]],
  ];
  for (const [message, runs] of cases) refuse({ ...RECEIPT, runs }, message);
  const versions = Object.fromEntries(Object.entries(BASIS.code.parts).map(([name, n]) => [name, n + 1]));
  refuse({ ...RECEIPT, code: { ...BASIS.code, parts: versions } }, "has a key that does not follow");
  refuse({ ...RECEIPT, data: { ...DATA, "test-images": sha256("other") } }, "has a key that does not follow");
});

Deno.test("a receipt cannot lead out of the project or into prototypes, and is bounded in depth", () => {
  const measure = (changes: object) => ({ ...RECEIPT, runs: [parent, { ...child, ...changes }] });
  refuse(measure({ spec: { ...child.spec, experiment: "../runs/store" } }), "experiment is");
  refuse(measure({ spec: { ...child.spec, parents: { "../x": parent.key } } }), "parents has the field");
  refuse(measure({ key: `../../${"a".repeat(58)}` }), "/runs/1/key");
  refuse(measure({ label: "\u001b[31mred" }), "/runs/1/label");
  const poisoned = JSON.stringify(RECEIPT).replace('"metrics":{', '"metrics":{"__proto__":{"polluted":1},');
  assertThrows(() => parseReceipt(new TextEncoder().encode(poisoned), "file"), DataError, "/metrics");
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
  const deep = `{"schema":1,"runs":${"[".repeat(100_000)}`;
  assertThrows(() => parseReceipt(new TextEncoder().encode(deep), "file"), DataError, "nested deeper");
});

Deno.test("a receipt of version 1 is refused with where it can be checked", () => {
  const message =
    "Cannot use receipt.json: made by version 1 of this program; use it with the tag v0.6.0 (commit 7847ea8e2684)";
  assertThrows(() => parseReceipt(encode({ schema: 1, runs: [] }), "receipt.json"), PlatformError, message);
});

Deno.test("a specification in a receipt that is not valid is refused with the run, the field and what was expected", () => {
  const spec = { ...TRAIN, recipe: { ...TRAIN.recipe, batch: "10" } };
  refuse(
    { ...RECEIPT, runs: [{ ...parent, spec }] },
    'Cannot use receipt.json: run 0 (maxout, seed 1): recipe.batch is "10", expected a whole number of at least 1',
  );
});

Deno.test("a receipt that does not fit its schema is not written either", () => {
  assertThrows(() => receiptText({ ...RECEIPT, runs: [child] }), DataError, "the receipt to be written");
});

Deno.test("compareRuns() finds the first epoch that differs, then parameters, metrics and figures", () => {
  assertEquals(compareRuns(parent, parent), null);
  const other = { ...parent, chain: [parent.chain![0]!, sha256("x"), sha256("y")] };
  const inChain = compareRuns(other, parent)!;
  assertEquals(inChain.epoch, 1);
  assertStringIncludes(inChain.text, sha256("x"));
  assertStringIncludes(inChain.text, parent.chain![1]!);
  assertEquals(compareRuns({ ...parent, chain: parent.chain!.slice(0, 2) }, parent)!.epoch, 2);
  const texts = [
    compareRuns({ ...parent, parametersSha256: sha256("x") }, parent)!.text,
    compareRuns(
      { ...parent, metrics: { ...parent.metrics, costs: [2, 1.5] } as typeof parent.metrics },
      parent,
    )!.text,
    compareRuns({ ...parent, metricsSha256: sha256("x") }, parent)!.text,
  ];
  assert(texts[0]!.startsWith("its parameters have SHA-256 "));
  assertEquals(texts[1], "costs.1 is 1.5, expected 1");
  assert(texts[2]!.startsWith("the rows of its figures differ"));
});

Deno.test("compareRuns() compares the checks of the attacks", () => {
  const other = { ...child, sanitySha256: sha256("x") };
  assert(compareRuns(other, child)!.text.startsWith("the checks of its attacks differ: sanity.json has "));
  assert(compareRuns({ ...child, sanitySha256: null }, child) !== null);
  assertEquals(compareRuns(child, child), null);
});

Deno.test("a run on another data set than the receipt's has a key that follows from its own digests", () => {
  const data = { ...RECEIPT.data, "train-images": sha256("other images") };
  const key = keyOf(parent.spec, { ...basis, data });
  const chain = [chainStart(key), ...parent.chain!.slice(1)];
  const other: ReceiptRun = { ...parent, key, chain, data };
  const receipt = { ...RECEIPT, runs: [parent, child, other] };
  const read = parseReceipt(new TextEncoder().encode(receiptText(receipt)), "receipt.json");
  assertEquals(read.runs.map((run) => run.data), [undefined, undefined, data]);
  const { data: _, ...silent } = other;
  const message = "has a key that does not follow from its specification";
  refuse({ ...receipt, runs: [parent, child, silent] }, message);
  refuse({ ...receipt, runs: [parent, child, { ...other, data: RECEIPT.data }] }, message);
  refuse({ ...receipt, runs: [parent, child, { ...other, data: { "train-images": "x" } }] }, "/runs/2/data");
});
