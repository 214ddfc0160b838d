/**
 * The whole of `reproduce`: claims → data → runs → verdicts → report. It starts the stages with the permissions they
 * need and holds no science; what it learns on the way goes to the caller as events.
 */
import {
  type Claim,
  type ClaimResult,
  exitCode,
  judge,
  type JudgingContext,
  selectClaims,
} from "../claims/mod.ts";
import { ENGINE, MAX_THREADS } from "../backend/identity.ts";
import type { DatasetFiles } from "../datasets/mod.ts";
import { type HarnessingError, InterruptedError } from "../errors.ts";
import type { ReportData } from "../report/mod.ts";
import { hasEntry, receiptText } from "../runs/mod.ts";
import { cheapestFirst } from "../planning/cheapest_first.ts";
import { rootPath } from "../project/root.ts";
import { environmentOf } from "../project/environment.ts";
import { losesGrade, withFailedChecks } from "./failed_checks.ts";
import {
  coreSeconds,
  failedExperiments,
  type Findings,
  measurements,
  observations,
  sanity,
  tables,
  trainings,
} from "./findings.ts";
import { invariancesOf } from "../stages/invariances/launch.ts";
import { makeReceipt } from "./make_receipt.ts";
import type { RunOutcome } from "../stages/messages.ts";
import { type PlannedRun, planRuns, type RunPlan } from "../planning/plan.ts";
import { type NearRelative, nearRelatives } from "../planning/near_relatives.ts";
import { claimsDigest, readChoices, readClaims, readCosts, readErrata } from "../project/tables.ts";
import { type DataOptions, provideData } from "../stages/data/launch.ts";
import { refuseUnusable } from "./refuse_unusable.ts";
import { schedule } from "../execution/schedule.ts";
import { writeReport } from "../stages/report/launch.ts";

/** What is to be reproduced, where and how wide. */
export interface ReproduceOptions extends DataOptions {
  /** Words of `--claims`; none: all. */
  readonly claims: readonly string[];
  /** Replaces the profile's seeds; null: its own. */
  readonly seeds: readonly number[] | null;
  readonly store: string;
  readonly out: string | null;
  readonly threads: number;
  readonly jobs: number;
  /** Whether the time that `--budget` gives is used up; no further run starts then. */
  readonly expired: () => boolean;
  /**
   * `run`: what the store lacks is computed. `stored`: only what is there is looked at. `reference`: everything must
   * succeed, or nothing is written.
   */
  readonly mode: "run" | "stored" | "reference";
}

/** What happens on the way. */
export interface ReproduceEvents {
  notice(text: string): void;
  /** The data set is looked for, downloaded or drawn; then found. */
  looking(dataset: string): void;
  found(files: DatasetFiles): void;
  downloading(file: string, received: number, total: number): void;
  /** What will run, which keys the store has already, and of what else it has near relatives. */
  planned(plan: RunPlan, stored: ReadonlySet<string>, relatives: readonly NearRelative[]): void;
  /** The invariances are measured, after the runs. */
  rehearsing(): void;
  started(run: PlannedRun, threads: number): void;
  progressed(run: PlannedRun, done: number, note: string): void;
  ended(run: PlannedRun, outcome: RunOutcome | null, error: HarnessingError | null): void;
  judged(claim: ClaimResult): void;
}

/** What came out. */
export interface Reproduction {
  readonly data: ReportData;
  /** Path of the page. */
  readonly report: string;
  readonly exitCode: number;
}

/** The keys of the plan's runs that the store has. */
async function storedKeys(store: string, { runs }: RunPlan): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (const { key } of runs) if (await hasEntry(store, key)) stored.add(key);
  return stored;
}

/** `reports/local/<profile>[-<dataset>][-<claims>]`, unless `--out` says otherwise. */
function outFolder({ out, profile, claims }: ReproduceOptions, dataset: string): string {
  if (out !== null) return out;
  const usual = profile === "smoke" ? "glyphs" : "mnist";
  const parts = [
    profile,
    ...(dataset === usual ? [] : [dataset.split(":")[0]!]),
    ...(claims.length === 0 ? [] : [claims.map((word) => word.toLowerCase()).join("+")]),
  ];
  return rootPath(`reports/local/${parts.join("-")}`);
}

async function run(options: ReproduceOptions, events: ReproduceEvents): Promise<Reproduction> {
  const { profile, store, signal } = options;
  const claims = selectClaims(await readClaims(), options.claims);
  for (const [option, folder] of [["--store", store], ["--out", options.out]] as const) {
    if (folder !== null) await refuseUnusable(option, folder);
  }
  events.looking(options.dataset ?? (profile === "smoke" ? "glyphs" : "mnist"));
  const { files, shape } = await provideData(options, events);
  files.notices.forEach((text) => events.notice(text));
  events.found(files);
  const plan = await planRuns(claims, {
    profile,
    data: shape,
    context: { data: files.digests, engine: ENGINE },
    seeds: options.seeds,
    costs: await readCosts(),
  });
  const stored = await storedKeys(store, plan);
  // what is there needs no parent to be looked at
  const due = options.mode === "stored"
    ? plan.runs.filter(({ key }) => stored.has(key)).map((run) => ({ ...run, after: [] }))
    : cheapestFirst(plan.runs);
  events.planned({ ...plan, runs: due }, stored, await nearRelatives(store, due, stored));

  const outcomes = new Map<string, RunOutcome>();
  const findings: Findings = { plan, outcomes };
  const errors: HarnessingError[] = [];
  const ungraded: Record<string, string> = { ...plan.ungraded };
  if (files.name === "glyphs") {
    // the digits stand in for the paper's data: even what needs no data is a rehearsal then
    for (const { name } of plan.experiments) ungraded[name] = "run on the built-in digits";
  }
  for (const { key, spec } of plan.runs) {
    if (options.mode === "stored" && spec.kind === "measure" && !stored.has(key)) {
      ungraded[spec.experiment] ??= "not all of its runs are in the store";
    }
  }
  const sane: JudgingContext = { profile, dataset: files.name, ungraded };
  /** Judges claims by what has been found so far, which is gathered once for all of them. */
  const judged = (some: readonly Claim[]) => {
    const observed = observations(findings);
    const context = withFailedChecks(sane, failedExperiments(findings));
    return some.map((claim) => judge(claim, observed, context));
  };
  const open = new Map(plan.experiments.map(({ name }) => [
    name,
    new Set(
      plan.runs.filter(({ spec }) => spec.kind === "measure" && spec.experiment === name).map(({ key }) =>
        key
      ),
    ),
  ]));

  /** Judges the claims of an experiment as soon as its last measurement is there. */
  const settle = ({ key, spec }: PlannedRun) => {
    if (spec.kind !== "measure") return;
    const keys = open.get(spec.experiment)!;
    keys.delete(key);
    if (keys.size > 0) return;
    judged(claims.filter(({ experiment }) => experiment === spec.experiment)).forEach((result) =>
      events.judged(result)
    );
  };

  const runnable = {
    store,
    files,
    threads: options.threads,
    jobs: options.jobs,
    maxThreads: MAX_THREADS,
  };
  await schedule(due, { ...runnable, signal, expired: options.expired }, {
    started: (run, threads) => events.started(run, threads),
    progressed: (run, done, note) => events.progressed(run, done, note),
    ended(end) {
      if ("outcome" in end) {
        outcomes.set(end.run.key, end.outcome);
        events.ended(end.run, end.outcome, null);
      } else if ("error" in end) {
        errors.push(end.error);
        events.ended(end.run, null, end.error);
      } else if (end.run.spec.kind === "measure") {
        ungraded[end.run.spec.experiment] = "the budget ran out before its last run";
      }
      settle(end.run);
    },
  });

  if (options.mode === "reference" && errors.length > 0) throw errors[0]!;
  const rehearses = options.mode !== "stored" && options.claims.length === 0 && !options.expired();
  if (rehearses) events.rehearsing();
  const invariances = await invariancesOf(store, signal, !rehearses);
  const varies = invariances.some(({ holds }) => !holds);

  const results = judged(claims);
  const data: ReportData = {
    profile,
    dataset: files.name,
    invocation: { claims: options.claims, seeds: options.seeds },
    notices: files.notices,
    claims: results,
    runs: trainings(findings),
    measurements: measurements(findings),
    tables: tables(findings),
    sanity: sanity(findings),
    choices: await readChoices(),
    errata: await readErrata(),
    invariances,
    engine: { ...ENGINE, threads: options.threads },
    data: {
      name: files.name,
      digests: files.digests,
      image: { height: shape.height, width: shape.width },
      classes: shape.classes,
    },
    environment: await environmentOf({ ...options, coreSeconds: coreSeconds(findings) }),
  };
  const claimsSha256 = await claimsDigest();
  const receipt = makeReceipt(
    { profile, files, claims: options.claims, claimsSha256 },
    plan.runs,
    outcomes,
  );
  const attachments = { "receipt.json": receiptText(receipt) };
  const out = outFolder(options, files.name);
  const report = await writeReport({ out, data, attachments }, signal, (text) => events.notice(text));
  const lost = losesGrade(claims, observations(findings), sane, failedExperiments(findings));
  return { data, report, exitCode: errors[0]?.exitCode ?? (varies ? 5 : lost ? 1 : exitCode(results)) };
}

/**
 * Reproduces the selected claims.
 *
 * @throws {HarnessingError} with the documented exit code; `InterruptedError` when `signal` was aborted
 */
export async function reproduce(options: ReproduceOptions, events: ReproduceEvents): Promise<Reproduction> {
  try {
    return await run(options, events);
  } catch (error) {
    if (options.signal.aborted || error instanceof InterruptedError) {
      throw new InterruptedError(
        `Interrupted; finished runs are kept in ${options.store}: run the same command again to go on`,
      );
    }
    throw error;
  }
}
