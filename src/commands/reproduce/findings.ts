/**
 * What the runs of a plan have found so far, as the claims and the report want it: functions of the plan and of the
 * outcomes by key, always in the order of the plan.
 */
import type { Observation } from "../../claims/mod.ts";
import type { FinishedRun } from "../../execution/executor.ts";
import type { ReportData, RunRow } from "../../report/mod.ts";
import type { MeasureOutcome, MeasureSpec } from "../../runs/mod.ts";
import type { PlannedRun, RunPlan } from "../../planning/plan.ts";

/** A plan, and its finished runs by key. */
export interface Findings {
  readonly plan: RunPlan;
  readonly finished: ReadonlyMap<string, FinishedRun>;
}

interface Measured {
  readonly run: PlannedRun;
  readonly spec: MeasureSpec;
  readonly outcome: MeasureOutcome;
}

function measured({ plan, finished }: Findings): Measured[] {
  return plan.runs.flatMap((run) => {
    const outcome = finished.get(run.key)?.outcome;
    return outcome?.kind === "measure" && run.spec.kind === "measure"
      ? [{ run, spec: run.spec, outcome }]
      : [];
  });
}

/** Every metric of every measurement. */
export function observations(findings: Findings): Observation[] {
  return measured(findings).flatMap(({ spec: { experiment, seed }, outcome }) =>
    Object.entries(outcome.measurement.metrics).map(([metric, found]) => ({
      experiment,
      metric,
      seed,
      ...found,
    }))
  );
}

/** Rows of the figures by table, with the seed. */
export function tables(findings: Findings): ReportData["tables"] {
  const rowsOf: Record<string, Record<string, unknown>[]> = {};
  for (const { spec: { seed }, outcome } of measured(findings)) {
    for (const [name, rows] of Object.entries(outcome.measurement.tables)) {
      (rowsOf[name] ??= []).push(...rows.map((row) => ({ ...row, seed })));
    }
  }
  return rowsOf;
}

/** The names of the tables that some experiments have written. */
export function tablesOf(findings: Findings, experiments: readonly string[]): readonly string[] {
  const own = measured(findings).filter(({ spec }) => experiments.includes(spec.experiment));
  return [...new Set(own.flatMap(({ outcome }) => Object.keys(outcome.measurement.tables)))];
}

/** By experiment and metric, as `experiment/metric`: why the images do not give it. */
export function unmeasured(findings: Findings): Record<string, string> {
  return Object.fromEntries(
    measured(findings).flatMap(({ spec: { experiment }, outcome: { measurement: { missing = {} } } }) =>
      Object.entries(missing).map(([metric, reason]) => [`${experiment}/${metric}`, reason])
    ),
  );
}

/** The sanity checks, with experiment and seed. */
export function sanity(findings: Findings): ReportData["sanity"] {
  return measured(findings).flatMap(({ spec: { experiment, seed }, outcome }) =>
    outcome.sanity.map((row) => ({ experiment, ...row, seed }))
  );
}

/** Experiments of which a sanity check failed: none of their claims is graded. */
export function failedExperiments(findings: Findings): ReadonlySet<string> {
  return new Set(sanity(findings).filter(({ holds }) => !holds).map(({ experiment }) => experiment));
}

/** Where the measurements are held, and what they were run with. */
export function measurements(findings: Findings): ReportData["measurements"] {
  const specs = new Map(findings.plan.runs.map(({ key, spec }) => [key, spec]));
  return measured(findings).map(({ run: { key }, spec: { experiment, seed, parameters, parents } }) => ({
    experiment,
    seed,
    key,
    parameters,
    watchedBy: Object.values(parents).flatMap((parent) => {
      const spec = specs.get(parent);
      return spec?.kind === "train" && spec.monitor ? [spec.monitor.epsilon] : [];
    }),
  }));
}

/** The training runs. */
export function trainings({ plan, finished }: Findings): RunRow[] {
  return plan.runs.flatMap(({ key, label, seed }) => {
    const outcome = finished.get(key)?.outcome;
    if (outcome?.kind !== "train") return [];
    const { chain, parametersSha256 } = outcome;
    return [{ label, seed, key, parametersSha256, chainHead: chain.at(-1)! }];
  });
}

/** What the runs took, in seconds of one core, whenever that was. */
export function coreSeconds({ finished }: Findings): number {
  return finished.values().reduce((sum, each) => sum + each.coreSeconds, 0);
}
