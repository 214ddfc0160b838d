/** What a fitted preprocessing leaves behind: in receipts, in other stores, and in a light entry. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { diff } from "../../src/commands/diff.ts";
import { makeReceipt, receiptRun } from "../../src/commands/make_receipt.ts";
import { dueRuns } from "../../src/commands/reproduce/prepare.ts";
import { checkProgram } from "../../src/commands/verify/check_program.ts";
import { receiptPlan } from "../../src/commands/verify/receipt_plan.ts";
import { DataError } from "../../src/errors.ts";
import { finishedRun } from "../../src/execution/execute_run.ts";
import type { FinishedRun } from "../../src/execution/executor.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import { PROGRAM } from "../../src/project/program.ts";
import {
  compareRuns,
  type Entry,
  lightenEntry,
  parseReceipt,
  readEntry,
  receiptText,
  storedTensors,
} from "../../src/runs/mod.ts";
import { temporaryFolder } from "../runs/support.ts";
import { withEngine } from "../support/engine.ts";
import {
  execute,
  FIT,
  IDENTITY,
  MEASURED,
  placeIn,
  PLAIN,
  planned,
  RUNS,
  SHAPE,
  STANDARD,
} from "./standardised.ts";

/** What a command was, besides its runs. */
const COMMAND = {
  ...{ profile: "smoke", dataset: IDENTITY, engine: PROGRAM.engine, claims: [] } as const,
  claimsSha256: "0".repeat(64),
};

Deno.test("a receipt with a fit says so, is verified in a store of its own on other threads, and two stores agree", async () => {
  await using store = await temporaryFolder();
  await using fresh = await temporaryFolder();
  let finished = new Map<string, FinishedRun>();
  await withEngine(async (engine) => void (finished = await execute(placeIn(engine, store.path), RUNS)));
  const receipt = makeReceipt(COMMAND, RUNS, finished);
  const { runs: [, line], code } = receipt;
  assertEquals([line!.chain, line!.chainHead, line!.metrics], [
    null,
    null,
    { images: 200, parametersSha256: line!.parametersSha256! },
  ]);
  assertEquals(line!.code, { parts: ["preprocessing/standardise"], kernels: [] });
  assertEquals(code.parts["preprocessing/standardise"], 1);
  const { runs: read } = parseReceipt(new TextEncoder().encode(receiptText(receipt)), "receipt.json");
  assertEquals(read, receipt.runs);
  await checkProgram(receipt, read.filter(({ spec }) => spec.kind !== "measure"), PROGRAM);

  const plan = receiptPlan(receipt, read, () => ({ ...IDENTITY, shape: SHAPE }), new Map());
  assertEquals(
    plan.map(({ key, seconds }) => [key, seconds]),
    RUNS.map(({ key, seconds }) => [key, seconds]),
  );
  await withEngine(async (engine) => {
    const again = await execute(placeIn(engine, fresh.path), plan);
    for (const [i, run] of plan.entries()) {
      assertEquals(compareRuns(receiptRun(run, again.get(run.key)!.outcome), read[i]!), null);
    }
  }, 2);
  const { common, differences } = await diff(store.path, fresh.path);
  assertEquals([common, differences], [4, []]);
});

Deno.test("a receipt whose fit has a chain or no digest, or stands behind its training, is refused", async () => {
  await using store = await temporaryFolder();
  let finished = new Map<string, FinishedRun>();
  await withEngine(async (engine) =>
    void (finished = await execute(placeIn(engine, store.path), [FIT, STANDARD]))
  );
  const receipt = makeReceipt(COMMAND, [FIT, STANDARD], finished);
  const [fitted, trained] = receipt.runs;
  const refused = (runs: unknown[], message: string) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...receipt, runs }));
    assertThrows(() => parseReceipt(bytes, "it"), DataError, message);
  };
  refused(
    [{ ...fitted!, chain: trained!.chain, chainHead: trained!.chainHead }, trained],
    "no training and has one",
  );
  refused([{ ...fitted!, parametersSha256: null }, trained], "has no such digest");
  refused([trained, fitted], "needs a run that is not listed before it");
});

Deno.test("a light fit keeps its results, is due where a lacking run needs its tensors, and gets the same ones back", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const place = placeIn(engine, store.path);
    await execute(place, RUNS);
    const before = await readEntry(store.path, FIT.key);
    const tensors = await storedTensors(store.path, FIT.key);
    await lightenEntry(store.path, FIT.key);
    const after = await readEntry(store.path, FIT.key);
    assertEquals(after, { ...before, light: true });
    assertEquals(finishedRun(after).outcome, before.outcome);

    const all = new Map<string, Entry>();
    for (const { key } of RUNS) all.set(key, await readEntry(store.path, key));
    const due = (lacking: readonly string[]) => {
      const entries = new Map([...all].filter(([key]) => !lacking.includes(key)));
      return dueRuns(RUNS, { entries, damaged: new Map() }).map(({ key }) => key);
    };
    assertEquals(due([]), []);
    assertEquals(due([PLAIN.key]), [PLAIN.key]);
    assertEquals(due([STANDARD.key]), [FIT.key, STANDARD.key]);
    assertEquals(due([MEASURED.key]), [FIT.key, MEASURED.key]);

    const [, fitted, other] = planned([1]) as [PlannedRun, PlannedRun, PlannedRun];
    assertEquals(fitted.key, FIT.key);
    await assertRejects(() => execute(place, [other]), DataError, "keeps results alone");
    await execute(place, [FIT]);
    assertEquals(await readEntry(store.path, FIT.key), { ...before, light: false });
    assertEquals(await storedTensors(store.path, FIT.key), tensors);
    await execute(place, [other]);
  });
});
