/**
 * What the runs of a plan have found so far, as the claims and the report want it: functions of the plan and of the
 * outcomes by key, always in the order of the plan.
 */
import type { Observation } from "../claims/mod.ts";
import type { Measurement } from "../experiments/experiment.ts";
import type { ReportData, RunRow } from "../report/mod.ts";
import type { MeasureSpec } from "../runs/mod.ts";
import type { RunOutcome } from "../stages/messages.ts";
import type { PlannedRun, RunPlan } from "../planning/plan.ts";

/** A plan, and how its finished runs came out. */
export interface Findings {
  readonly plan: RunPlan;
  readonly outcomes: ReadonlyMap<string, RunOutcome>;
}

interface Measured {
  readonly run: PlannedRun;
  readonly spec: MeasureSpec;
  readonly measurement: Measurement;
}

function measured({ plan, outcomes }: Findings): Measured[] {
  return plan.runs.flatMap((run) => {
    const measurement = outcomes.get(run.key)?.measurement;
    return measurement && run.spec.kind === "measure" ? [{ run, spec: run.spec, measurement }] : [];
  });
}

/** Every metric of every measurement. */
export function observations(findings: Findings): Observation[] {
  return measured(findings).flatMap(({ spec: { experiment, seed }, measurement }) =>
    Object.entries(measurement.metrics).map(([metric, found]) => ({ experiment, metric, seed, ...found }))
  );
}

/** Rows of the figures by table, with the seed. */
export function tables(findings: Findings): ReportData["tables"] {
  const rowsOf: Record<string, Record<string, unknown>[]> = {};
  for (const { spec: { seed }, measurement } of measured(findings)) {
    for (const [name, rows] of Object.entries(measurement.tables)) {
      if (name === "sanity") continue; // not a figure's
      (rowsOf[name] ??= []).push(...rows.map((row) => ({ ...row, seed })));
    }
  }
  return rowsOf;
}

/** The rows of the tables `sanity`, with experiment and seed. */
export function sanity(findings: Findings): ReportData["sanity"] {
  return measured(findings).flatMap(({ spec: { experiment, seed }, measurement }) => {
    return (measurement.tables.sanity ?? []).map((row) => ({ experiment, ...row, seed }));
  });
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
export function trainings({ plan, outcomes }: Findings): RunRow[] {
  return plan.runs.flatMap(({ key, label, seed }) => {
    const { parametersSha256, chainHead } = outcomes.get(key) ?? {};
    return parametersSha256 && chainHead ? [{ label, seed, key, parametersSha256, chainHead }] : [];
  });
}

/** What the runs took, in seconds of one core. */
export function coreSeconds({ outcomes }: Findings): number {
  return [...outcomes.values()].reduce((sum, outcome) => sum + outcome.coreSeconds, 0);
}
