/**
 * The whole of `verify`: what a receipt says is computed again, in a store of its own, and every byte compared. The
 * user's store is looked at too, but what lies there proves nothing: it must agree, and it can save time in spot
 * checks. Nothing is written to the receipt's folder.
 */
import { ENGINE, MAX_THREADS } from "../../backend/identity.ts";
import type { DatasetFiles } from "../../datasets/mod.ts";
import { DataError, type HarnessingError, InterruptedError, PlatformError } from "../../errors.ts";
import {
  checkpointEpochs,
  compareRuns,
  compareTensors,
  hasEntry,
  NUMERICS,
  parseReceipt,
  readCheckpointFiles,
  readEntry,
  type Receipt,
  type ReceiptRun,
  resultOf,
  type RunOutcome,
  storedTensors,
  type TensorDifference,
} from "../../runs/mod.ts";
import { askStore } from "../../stages/store/launch.ts";
import { cheapestFirst } from "../../planning/cheapest_first.ts";
import { receiptRun } from "../make_receipt.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import { receiptDatasets } from "./receipt_datasets.ts";
import { receiptPlan } from "./receipt_plan.ts";
import { refuseUnusable } from "../refuse_unusable.ts";
import { readClaims, readCosts } from "../../project/tables.ts";
import { eventsOf } from "../../execution/events.ts";
import { SourceCode } from "../../project/code_digest.ts";
import { processExecutor } from "../../stages/compute/executor.ts";
import { schedule } from "../../execution/schedule.ts";
import type { Difference, Emit, Verification, VerifyEvent, VerifyOptions } from "./verification.ts";
import { checkSpots } from "./spots.ts";
import { chooseSpots, runsInScope } from "./scope.ts";

/** Reads a receipt. */
export async function readReceipt(path: string): Promise<Receipt> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    throw new DataError(`Cannot find the receipt ${path}: expected the receipt.json of a report`);
  }
  return parseReceipt(bytes, path);
}

/** @throws {PlatformError} when this program computes other bits by design */
function checkEngine({ engine, numerics }: Receipt): void {
  if (engine.class !== ENGINE.class || engine.wasm !== ENGINE.wasm) {
    throw new PlatformError(
      `Cannot verify: the receipt was made by the engine ${engine.class} ${engine.wasm}, this is ${ENGINE.class} ${ENGINE.wasm}; check out the commit that the receipt belongs to`,
    );
  }
  for (const [name, version] of Object.entries(NUMERICS)) {
    if (numerics[name] === version) continue;
    throw new PlatformError(
      `Cannot verify: the receipt was made by version ${
        numerics[name]
      } of ${name}, this is version ${version}; check out the commit that the receipt belongs to`,
    );
  }
}

/** Tensors in which two stores' entries of one key differ; none where one has no parameters. */
async function tensorsOf(one: string, other: string, key: string): Promise<TensorDifference[]> {
  const [a, b] = [await storedTensors(one, key), await storedTensors(other, key)];
  return a && b ? compareTensors(a, b) : [];
}

/**
 * Checks what the user's store has of these runs: whole files, and the receipt's results.
 *
 * @returns how many are there, and how they differ
 * @throws {DataError} naming the damaged file
 */
async function auditStore(store: string, runs: readonly ReceiptRun[]) {
  const differences: Difference[] = [];
  let stored = 0;
  for (const run of runs) {
    for (const epoch of await checkpointEpochs(store, run.key)) {
      await readCheckpointFiles(store, run.key, epoch);
    }
    if (!await hasEntry(store, run.key)) continue;
    stored++;
    const difference = compareRuns(resultOf((await readEntry(store, run.key)).outcome), run);
    if (difference !== null) {
      differences.push({ run, text: `the entry in ${store} differs, ${difference.text}`, tensors: [] });
    }
  }
  return { stored, differences };
}

/** Computes everything in scope again. */
async function verifyRuns(
  options: VerifyOptions,
  datasets: readonly DatasetFiles[],
  plan: readonly PlannedRun[],
  runs: ReadonlyMap<string, ReceiptRun>,
  fresh: string,
  emit: Emit,
) {
  const differences: Difference[] = [];
  const errors: HarnessingError[] = [];
  const outcomes = new Map<string, RunOutcome>();
  const { threads, jobs, signal } = options;
  const executor = processExecutor({ store: fresh, datasets, signal, code: new SourceCode() });
  const wide = { threads, jobs, signal, maxThreads: MAX_THREADS, expired: () => false };
  for await (const event of schedule(plan, executor, wide)) {
    if (event.type === "started") emit({ type: "progressed", run: event.run, done: 0, note: "started" });
    if (event.type === "progressed") emit(event);
    if (event.type === "failed") {
      errors.push(event.error);
      emit(event);
    }
    if (event.type !== "finished") continue;
    const { run, finished: { outcome } } = event;
    outcomes.set(run.key, outcome);
    const same = compareRuns(receiptRun(run, outcome), runs.get(run.key)!) === null;
    if (same) emit({ type: "agreed", run });
  }
  for (const run of plan) {
    const outcome = outcomes.get(run.key);
    const expected = runs.get(run.key)!;
    const found = outcome && compareRuns(receiptRun(run, outcome), expected);
    if (!found) continue;
    const tensors = await tensorsOf(options.store, fresh, run.key);
    differences.push({ run: expected, text: found.text, tensors });
    emit({ type: "differs", difference: differences.at(-1)! });
  }
  return { agreed: outcomes.size - differences.length, differences, errors };
}

async function run(options: VerifyOptions, fresh: string, emit: Emit): Promise<Verification> {
  const receipt = await readReceipt(options.receipt);
  checkEngine(receipt);
  const inScope = runsInScope(receipt, await readClaims(), options.claims);
  await refuseUnusable("--store", options.store, options.spot === null ? "write" : "read");
  const datasets = await receiptDatasets(receipt, inScope, options, emit);

  const { stored, differences: stale } = await auditStore(options.store, inScope);
  stale.forEach((difference) => emit({ type: "differs", difference }));
  const plan = cheapestFirst(receiptPlan(inScope, datasets.of, await readCosts()));
  const runs = new Map(inScope.map((each) => [each.key, each]));
  if (options.spot !== null) {
    const spots = chooseSpots(inScope, options.spot.count, options.spot.seed);
    emit({ type: "planned", runs: plan, stored, spots });
    const { agreed, differences } = await checkSpots(options, datasets.files, plan, spots, emit);
    const all = [...stale, ...differences];
    return { receipt, agreed, differences: all, kept: null, exitCode: all.length > 0 ? 5 : 0 };
  }
  emit({ type: "planned", runs: plan, stored, spots: null });
  const { agreed, differences, errors } = await verifyRuns(options, datasets.files, plan, runs, fresh, emit);
  const all = [...stale, ...differences];
  if (differences.length === 0) await askStore(freshFolder(options.store, fresh), options.signal);
  return {
    ...{ receipt, agreed, differences: all, kept: differences.length === 0 ? null : fresh },
    exitCode: all.length > 0 ? 5 : errors[0]?.exitCode ?? 0,
  };
}

const freshFolder = (root: string, fresh: string) =>
  ({ type: "remove", root, paths: [fresh.slice(root.length + 1)] }) as const;

/**
 * Verifies a receipt.
 *
 * @throws {HarnessingError} with the documented exit code; `InterruptedError` when `signal` was aborted
 */
export async function* verify(options: VerifyOptions): AsyncGenerator<VerifyEvent, void> {
  const fresh = `${options.store}/verify/${Deno.pid}`;
  try {
    yield* eventsOf<VerifyEvent>(async (emit) => {
      emit({ type: "concluded", verification: await run(options, fresh, emit) });
    });
  } catch (error) {
    if (options.signal.aborted || error instanceof InterruptedError) {
      throw new InterruptedError(
        `Interrupted; what was computed lies in ${fresh}, deno task clean removes it`,
      );
    }
    throw error;
  }
}
