/**
 * From what became of the runs to judged claims and an exit code: plain values, no process and no file. Told of each
 * run as it ends, it judges an experiment's claims as soon as the last of its measurements has ended.
 */
import { type Claim, type ClaimResult, exitCode, judge, type JudgingContext } from "../../claims/mod.ts";
import { kindOf } from "../../datasets/mod.ts";
import { type HarnessingError, UnsuitableDataError } from "../../errors.ts";
import type { FinishedRun } from "../../execution/executor.ts";
import type { PlannedRun, RunPlan } from "../../planning/plan.ts";
import { losesGrade, withFailedChecks } from "./failed_checks.ts";
import { failedExperiments, type Findings, observations, unmeasured } from "./findings.ts";

/** What the grade of a command depends on besides its runs. */
export type GradingContext = Pick<JudgingContext, "profile" | "dataset">;

/** Experiments with their measurements, as far as these have not ended. */
function openMeasurements({ runs }: RunPlan): Map<string, Set<string>> {
  const open = new Map<string, Set<string>>();
  for (const { key, spec } of runs) {
    if (spec.kind !== "measure") continue;
    open.set(spec.experiment, (open.get(spec.experiment) ?? new Set()).add(key));
  }
  return open;
}

/** By experiment: the name of its data set, where that is not the command's own. */
function otherDatasets({ runs }: RunPlan, own: string): Record<string, string> {
  return Object.fromEntries(
    runs.flatMap(({ spec, dataset: { name } }) =>
      spec.kind === "measure" && name !== own ? [[spec.experiment, name]] : []
    ),
  );
}

/** Whether a run failed because a data set of the user's own lacks what it needs; the paper's data has it. */
export function isUnsuitable(error: HarnessingError, { dataset }: PlannedRun): boolean {
  return error instanceof UnsuitableDataError && kindOf(dataset.name) === "idx";
}

/** The grade of a command while its runs end. */
export class Grading {
  readonly #claims: readonly Claim[];
  readonly #plan: RunPlan;
  readonly #context: GradingContext;
  readonly #open: Map<string, Set<string>>;
  readonly #datasets: Readonly<Record<string, string>>;
  readonly #finished = new Map<string, FinishedRun>();
  readonly #ungraded: Record<string, string>;
  readonly #impossible: Record<string, string> = {};
  readonly #errors: HarnessingError[];
  /** Why the first run failed that the data set does not suit. */
  #unsuitable: HarnessingError | undefined;

  constructor(claims: readonly Claim[], plan: RunPlan, context: GradingContext) {
    this.#claims = claims;
    this.#plan = plan;
    this.#context = context;
    this.#open = openMeasurements(plan);
    this.#ungraded = { ...plan.ungraded };
    this.#errors = Object.values(plan.failed);
    this.#datasets = otherDatasets(plan, context.dataset);
    // the digits stand in for the paper's data: even what needs no data is a rehearsal then
    for (const { name } of plan.experiments) {
      if ((this.#datasets[name] ?? context.dataset) === "glyphs") {
        this.#ungraded[name] = "run on the built-in digits";
      }
    }
  }

  /** What has been found so far. */
  get findings(): Findings {
    return { plan: this.#plan, finished: this.#finished };
  }

  /** Why runs failed, in the order of their failures. */
  get errors(): readonly HarnessingError[] {
    return this.#errors;
  }

  /** A run has finished, now or before. Returns the claims that this decides. */
  finish(run: PlannedRun, finished: FinishedRun): readonly ClaimResult[] {
    this.#finished.set(run.key, finished);
    return this.#settle(run);
  }

  /** A run has failed. What a data set of the user's own does not suit is no error of the command. */
  fail(run: PlannedRun, error: HarnessingError): readonly ClaimResult[] {
    if (isUnsuitable(error, run)) {
      this.#unsuitable ??= error;
      if (run.spec.kind === "measure") this.#impossible[run.spec.experiment] = error.message;
    } else this.#errors.push(error);
    return this.#settle(run);
  }

  /** A run will not be done, for a reason that takes the grade from its experiment. */
  skip({ spec, ...run }: PlannedRun, reason: string): readonly ClaimResult[] {
    if (spec.kind === "measure") this.#ungraded[spec.experiment] ??= reason;
    return this.#settle({ ...run, spec });
  }

  /** All claims in scope. */
  results(): readonly ClaimResult[] {
    return this.#judge(this.#claims);
  }

  /** 0 or 1 by the claims, unless a run failed, or the data set suited none. */
  exitCode(): number {
    const lost = losesGrade(
      this.#claims,
      observations(this.findings),
      this.#judging(),
      failedExperiments(this.findings),
    );
    const error = this.#errors[0] ?? (this.#finished.size === 0 ? this.#unsuitable : undefined);
    return error?.exitCode ?? (lost ? 1 : exitCode(this.results()));
  }

  #judging(): JudgingContext {
    const missing = unmeasured(this.findings);
    const impossible = { ...missing, ...this.#impossible };
    return { ...this.#context, datasets: this.#datasets, ungraded: this.#ungraded, impossible };
  }

  #judge(claims: readonly Claim[]): readonly ClaimResult[] {
    const observed = observations(this.findings);
    const context = withFailedChecks(this.#judging(), failedExperiments(this.findings));
    return claims.map((claim) => judge(claim, observed, context));
  }

  #settle({ key, spec }: PlannedRun): readonly ClaimResult[] {
    if (spec.kind !== "measure") return [];
    const keys = this.#open.get(spec.experiment);
    if (!keys?.delete(key) || keys.size > 0) return [];
    return this.#judge(this.#claims.filter(({ experiment }) => experiment === spec.experiment));
  }
}
