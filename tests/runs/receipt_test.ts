/** Receipts: one text per value, and nothing believed that is damaged or contradicts itself. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { chainStart } from "../../src/runs/chain.ts";
import { compareRuns } from "../../src/runs/compare_runs.ts";
import {
  keyOf,
  type MeasureSpec,
  NUMERICS,
  parseReceipt,
  type Receipt,
  type ReceiptRun,
  receiptText,
  type TrainSpec,
} from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { CONTEXT, MEASURE, TRAIN } from "./support.ts";

const DATA = Object.fromEntries(
  ["train-images", "train-labels", "test-images", "test-labels"].map((role) => [role, sha256(role)]),
);
const context = { data: DATA, engine: CONTEXT.engine };

function training(spec: TrainSpec): ReceiptRun {
  const key = keyOf(spec, context);
  const chain = [chainStart(key), sha256("1"), sha256("2")];
  return {
    ...{ label: "maxout", seed: spec.seed, key, spec, chain, chainHead: chain.at(-1)! },
    parametersSha256: sha256("parameters"),
    metrics: { costs: [2, 1], parametersSha256: sha256("parameters") },
    metricsSha256: sha256("metrics"),
  };
}

function measurement(spec: MeasureSpec): ReceiptRun {
  return {
    ...{ label: "FGSM (§4)", seed: spec.seed, key: keyOf(spec, context), spec },
    ...{ chain: null, chainHead: null, parametersSha256: null },
    metrics: { error: { value: 12.5, trials: 100 } },
    metricsSha256: sha256("other metrics"),
  };
}

const parent = training(TRAIN);
const child = measurement({ ...MEASURE, parents: { maxout: parent.key } });
const RECEIPT: Receipt = {
  schema: 1,
  profile: "quick",
  dataset: "mnist",
  claims: { selected: ["Q2a", "s4"], sha256: sha256("claims") },
  data: DATA,
  engine: CONTEXT.engine,
  numerics: NUMERICS,
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
      spec: { ...TRAIN, seed: 1, data: { ...TRAIN.data, to: 99 } },
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
  ];
  for (const [message, runs] of cases) refuse({ ...RECEIPT, runs }, message);
  refuse({ ...RECEIPT, data: { ...DATA, "test-images": sha256("other") } }, "has a key that does not follow");
});

Deno.test("a receipt cannot lead out of the project or into prototypes, and is bounded in depth", () => {
  const measure = (changes: object) => ({ ...RECEIPT, runs: [parent, { ...child, ...changes }] });
  refuse(measure({ spec: { ...child.spec, experiment: "../runs/store" } }), "/runs/1/spec/experiment");
  refuse(measure({ spec: { ...child.spec, parents: { "../x": parent.key } } }), "/runs/1/spec/parents");
  refuse(measure({ key: `../../${"a".repeat(58)}` }), "/runs/1/key");
  refuse(measure({ label: "\u001b[31mred" }), "/runs/1/label");
  const poisoned = JSON.stringify(RECEIPT).replace('"metrics":{', '"metrics":{"__proto__":{"polluted":1},');
  assertThrows(() => parseReceipt(new TextEncoder().encode(poisoned), "file"), DataError, "/metrics");
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
  const deep = `{"schema":1,"runs":${"[".repeat(100_000)}`;
  assertThrows(() => parseReceipt(new TextEncoder().encode(deep), "file"), DataError, "nested deeper");
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

Deno.test("a run on another data set than the receipt's has a key that follows from its own digests", () => {
  const data = { ...DATA, "train-images": sha256("other images") };
  const key = keyOf(TRAIN, { ...context, data });
  const chain = [chainStart(key), ...parent.chain!.slice(1)];
  const other: ReceiptRun = { ...parent, key, chain, data };
  const receipt = { ...RECEIPT, runs: [parent, child, other] };
  const read = parseReceipt(new TextEncoder().encode(receiptText(receipt)), "receipt.json");
  assertEquals(read.runs.map((run) => run.data), [undefined, undefined, data]);
  const { data: _, ...silent } = other;
  const message = "has a key that does not follow from its specification";
  refuse({ ...receipt, runs: [parent, child, silent] }, message);
  refuse({ ...receipt, runs: [parent, child, { ...other, data: DATA }] }, message);
  refuse({ ...receipt, runs: [parent, child, { ...other, data: { "train-images": "x" } }] }, "/runs/2/data");
});
