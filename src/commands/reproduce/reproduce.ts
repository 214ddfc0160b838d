/**
 * The whole of `reproduce`: plan → execute → conclude. It starts processes with the permissions they need and holds no
 * science; what happens on the way is a stream of events, the last of which is the result.
 */
import { MAX_THREADS } from "../../backend/identity.ts";
import type { Claim, ClaimResult } from "../../claims/mod.ts";
import type { DatasetIdentity } from "../../datasets/mod.ts";
import { InterruptedError } from "../../errors.ts";
import { eventsOf } from "../../execution/events.ts";
import { finishedRun } from "../../execution/execute_run.ts";
import { processExecutor } from "../../stages/compute/executor.ts";
import { schedule } from "../../execution/schedule.ts";
import { nearRelatives } from "../../planning/near_relatives.ts";
import { experimentsFor, type NeededExperiments, type PlannedRun } from "../../planning/plan.ts";
import { SourceCode } from "../../project/code_digest.ts";
import { currentKeys, readDatasetRecords, version1Keys } from "../../runs/mod.ts";
import { rootPath } from "../../project/root.ts";
import { ReportStage } from "../../stages/report/launch.ts";
import { askStore } from "../../stages/store/launch.ts";
import { conclude, outFolder } from "./conclude.ts";
import { Grading } from "./grading.ts";
import type { Emit, ReproduceEvent, ReproduceOptions } from "./reproduction.ts";
import { allDatasets, type CommandData, findData } from "./find_data.ts";
import { claimsInScope, prepare, type Prepared } from "./prepare.ts";
import { refuseUnusable } from "../refuse_unusable.ts";
import { staleEntries } from "./stale.ts";

const isStored = ({ stored: { entries }, due }: Prepared) => {
  const open = new Set(due.map(({ key }) => key));
  return new Set([...entries.keys()].filter((key) => !open.has(key)));
};

/** Checks folders and finds the data sets. */
async function find(
  options: ReproduceOptions,
  { experiments }: NeededExperiments,
  emit: Emit,
): Promise<CommandData> {
  const { store, out, mode } = options;
  await refuseUnusable("--store", store, mode === "stored" ? "read" : "write");
  await refuseUnusable("--out", out ?? rootPath("reports/local"));
  if (mode === "stored") await currentKeys(store); // a store of version 1 alone has nothing to draw
  return await findData(options, experiments, emit);
}

/** Plans, and tells what of the plan the store has. */
async function plan(
  options: ReproduceOptions,
  claims: readonly Claim[],
  needed: NeededExperiments,
  data: CommandData,
  code: SourceCode,
  emit: Emit,
): Promise<Prepared> {
  const { store, mode } = options;
  const prepared = await prepare(options, claims, needed, data);
  const { due, plan: { runs } } = prepared;
  const stored = isStored(prepared);
  const shown = mode === "stored" ? runs.filter(({ key }) => stored.has(key)) : runs;
  const [relatives, stale] = await Promise.all([
    nearRelatives(store, due, stored),
    staleEntries(prepared.stored.entries.values(), code),
  ]);
  const { length: old } = due.length === 0 ? [] : await version1Keys(store);
  if (old > 0) {
    const runs = old === 1 ? "run" : "runs";
    emit({
      type: "notice",
      text: `${store} also has ${old} ${runs} of version 1, which this program cannot use`,
    });
  }
  emit({ type: "planned", runs: shown, stored, relatives, stale });
  return prepared;
}

/** Leaves word of the data sets in the store, for reports that are drawn without them. */
async function remember({ data }: Prepared, { store, signal }: ReproduceOptions) {
  const keyOf = ({ name, digests }: DatasetIdentity) => JSON.stringify([name, digests]);
  const there = new Set((await readDatasetRecords(store)).map(keyOf));
  for (const each of allDatasets(data)) {
    if (there.has(keyOf(each))) continue;
    const { name, digests, shape, notices } = each;
    await askStore({ type: "dataset", root: store, record: { name, digests, shape, notices } }, signal);
  }
}

/** Tells the grading, and through it the caller, what the store has, and what cannot be had for a damaged entry. */
function takeStored(
  { plan, stored: { entries, damaged }, due }: Prepared,
  grading: Grading,
  options: ReproduceOptions,
  emit: Emit,
) {
  const open = new Set(due.map(({ key }) => key));
  const lost = new Map(damaged);
  const judged = (claims: readonly ClaimResult[]) =>
    claims.forEach((claim) => emit({ type: "judged", claim }));
  for (const run of plan.runs) {
    const entry = entries.get(run.key);
    const cause = lost.get(run.key) ??
      (entry ? undefined : run.after.map((key) => lost.get(key)).find(Boolean));
    if (cause !== undefined) {
      lost.set(run.key, cause);
      open.delete(run.key);
      emit({ type: "failed", run, error: cause });
      judged(grading.fail(run, cause));
    } else if (entry !== undefined) judged(grading.finish(run, finishedRun(entry)));
    else if (options.mode === "stored") grading.skip(run, "not all of its runs are in the store");
  }
  return due.filter(({ key }) => open.has(key));
}

/** Executes what is due. */
async function execute(
  prepared: Prepared,
  due: readonly PlannedRun[],
  grading: Grading,
  options: ReproduceOptions,
  code: SourceCode,
  emit: Emit,
) {
  if (due.length === 0) return;
  const { store, threads, jobs, signal, expired } = options;
  const datasets = allDatasets(prepared.data).flatMap(({ files }) => files ?? []);
  const executor = processExecutor({ store, datasets, signal, code });
  const events = schedule(due, executor, { threads, jobs, signal, expired, maxThreads: MAX_THREADS });
  for await (const event of events) {
    emit(event);
    const judged = event.type === "finished"
      ? grading.finish(event.run, event.finished)
      : event.type === "failed"
      ? grading.fail(event.run, event.error)
      : event.type === "skipped"
      ? grading.skip(event.run, "the budget ran out before its last run")
      : [];
    judged.forEach((claim) => emit({ type: "judged", claim }));
  }
}

async function run(options: ReproduceOptions, emit: Emit): Promise<void> {
  const claims = await claimsInScope(options);
  const needed = await experimentsFor(claims);
  const data = await find(options, needed, emit);
  const { profile, mode, signal } = options;
  const startReport = () => new ReportStage(outFolder(options, data.own.name), signal);
  // nothing will be computed, so the stage may load while the store is read
  using early = mode === "stored" ? startReport() : null;
  const code = new SourceCode();
  const prepared = await plan(options, claims, needed, data, code, emit);
  const grading = new Grading(claims, prepared.plan, { profile, dataset: data.own.name });
  for (const [experiment, error] of Object.entries(prepared.plan.failed)) {
    emit({ type: "lost", what: `the experiment ${experiment}`, error });
  }
  const due = takeStored(prepared, grading, options, emit);
  if (mode !== "stored") await remember(prepared, options);
  await execute(prepared, due, grading, options, code, emit);
  if (mode === "reference" && grading.errors.length > 0) throw grading.errors[0]!;
  using stage = early ?? startReport();
  emit({ type: "concluded", reproduction: await conclude(prepared, grading, options, emit, stage) });
}

/**
 * Reproduces the selected claims.
 *
 * @throws {HarnessingError} with the documented exit code; `InterruptedError` when `signal` was aborted
 */
export async function* reproduce(options: ReproduceOptions): AsyncGenerator<ReproduceEvent, void> {
  try {
    yield* eventsOf<ReproduceEvent>((emit) => run(options, emit));
  } catch (error) {
    if (options.signal.aborted || error instanceof InterruptedError) {
      throw new InterruptedError(
        `Interrupted; finished runs are kept in ${options.store}: run the same command again to go on`,
      );
    }
    throw error;
  }
}
