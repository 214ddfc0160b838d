/**
 * A claim and what was measured become a row of the report: mean, interval and value of each seed, a verdict,
 * whether it counts, and why not. Nothing here depends on the machine or the moment.
 */
import { type Claim, isOwn, type Verdict } from "./claim.ts";
import { decidingPair, impossibleReason, onOtherData, reasonsAgainstGrading, ruleOf } from "./grading.ts";
import type { ClaimResult, JudgingContext, Observation, Reading } from "./result.ts";
import { pivotalSeeds } from "./robustness.ts";
import { discordantVerdict, intervalVerdict } from "./verdict.ts";
import { mean } from "./statistics/mean.ts";
import { predictionInterval } from "./statistics/prediction_interval.ts";
import { tInterval } from "./statistics/t_interval.ts";
import { upperTail } from "./statistics/upper_tail.ts";
import { wilson } from "./statistics/wilson.ts";

/** The observations of one metric in ascending order of seeds. */
function observationsOf(claim: Claim, metric: string, observations: readonly Observation[]): Observation[] {
  const found = observations.filter((o) => o.experiment === claim.experiment && o.metric === metric);
  found.sort((a, b) => a.seed - b.seed);
  found.forEach(({ seed, value }, i) => {
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot judge ${claim.id}: ${metric} of seed ${seed} is ${value}, expected a finite number`,
      );
    }
    if (seed === found[i + 1]?.seed) {
      throw new RangeError(
        `Cannot judge ${claim.id}: ${metric} has two values of seed ${seed}, expected one`,
      );
    }
  });
  return found;
}

/** Mean, interval and verdict of one metric, or `undefined` where nothing was measured. */
function readingOf(
  claim: Claim,
  tolerance: number | null,
  metric: string,
  found: readonly Observation[],
): Reading | undefined {
  if (found.length === 0) return undefined;
  const values = found.map((observation) => observation.value);
  const interval = values.length > 1 ? tInterval(values) : null;
  const discordant = decidingPair(claim, found);
  const verdict = interval !== null
    ? intervalVerdict(claim, tolerance, interval)
    : discordant !== undefined
    ? discordantVerdict(discordant)
    : "undecided"; // one value has no interval
  return { metric, mean: mean(values), interval, verdict };
}

/** The other readings with a verdict that differs from the primary one, in words. */
function flips(primary: Reading | undefined, readings: readonly Reading[]): string[] {
  return readings.filter((reading) => reading.verdict !== primary?.verdict)
    .map((reading) => `read as ${reading.metric} it is ${reading.verdict}`);
}

function verdictOf(
  claim: Claim,
  context: JudgingContext,
  primary: Reading | undefined,
  readings: readonly Reading[],
): Verdict {
  if (primary === undefined) {
    return impossibleReason(claim, context) === undefined ? "not-run" : "not-comparable";
  }
  if (onOtherData(claim, context) && claim.comparison !== "ordering") return "not-comparable";
  if (!claim.specified && flips(primary, readings).length > 0) return "underspecified";
  return primary.verdict;
}

/** Wilson's interval of a percentage, as the mean share of one test set. */
function wilsonOf(claim: Claim, found: readonly Observation[], value: number | null): ClaimResult["wilson"] {
  const trials = found[0]?.trials;
  if (trials === undefined || value === null || claim.unit !== "%") return null;
  const [low, high] = wilson(Math.min(trials, value * trials / 100), trials);
  return [100 * low, 100 * high];
}

/**
 * The verdict on a claim.
 *
 * A claim without an experiment, or without a measurement, is `not-run`; where the data set cannot give the measurement
 * it is `not-comparable`. On another data set numbers are `not-comparable`; orderings are shown with their verdict. Otherwise the 90 % t interval over seeds decides, for an
 * ordering with one seed McNemar's test; a single value of anything else is `undecided`. When no reading has
 * provenance and the measured readings disagree the claim is `underspecified`. A verdict counts (`graded`) unless
 * the claim's rule, the smoke profile, the data set, `context.ungraded` or fewer than three seeds speak against it.
 * A graded claim whose measurement is missing stays graded, so that a failed run shows in the exit code.
 *
 * @param observations of any experiment and metric; those of the claim are picked out
 * @throws {RangeError} a value that is not finite, or two values of one seed
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const rule = { tolerance: 1, graded: true, expected: "reproduced", reason: null } as const;
 * const claim = {
 *   id: "Q5b", section: "5", kind: "claim", dataset: "mnist", statement: "…", quantity: "error", published: 99,
 *   unit: "%", comparison: "equal", experiment: "logistic_3v7", metric: "error", otherMetrics: [], specified: true,
 *   basis: "…", pilot: null, reason: null, profiles: { quick: rule, standard: rule, full: rule },
 * } as const;
 * const observations = [98.9, 99, 99.2].map((value, seed) => ({
 *   experiment: "logistic_3v7", metric: "error", seed, value,
 * }));
 * assertEquals(judge(claim, observations, { profile: "quick", dataset: "mnist" }).verdict, "reproduced");
 * ```
 */
export function judge(
  claim: Claim,
  observations: readonly Observation[],
  context: JudgingContext,
): ClaimResult {
  const rule = ruleOf(claim, context.profile);
  const found = claim.metric === null ? [] : observationsOf(claim, claim.metric, observations);
  const primary = claim.metric === null ? undefined : readingOf(claim, rule.tolerance, claim.metric, found);
  const readings = claim.otherMetrics.flatMap((metric) =>
    readingOf(claim, rule.tolerance, metric, observationsOf(claim, metric, observations)) ?? []
  );
  const values = found.map(({ value }) => value);
  const against = reasonsAgainstGrading(claim, context, found);
  const impossible = primary === undefined ? impossibleReason(claim, context) : undefined;
  const remarks = impossible === undefined ? [...against] : [impossible, ...against];
  if (against.length === 0 && impossible === undefined && primary === undefined) {
    remarks.push("nothing was measured: its runs are missing or failed");
  }
  if (against.length === 0 && rule.reason !== null) remarks.push(rule.reason);
  if (against.length === 0) remarks.push(...flips(primary, readings));
  return Object.freeze({
    id: claim.id,
    section: claim.section,
    kind: claim.kind,
    dataset: claim.dataset,
    statement: claim.statement,
    quantity: claim.quantity,
    unit: claim.unit,
    published: claim.published,
    comparison: claim.comparison,
    tolerance: rule.tolerance,
    mean: primary?.mean ?? null,
    interval: primary?.interval ?? null,
    prediction: claim.comparison === "equal" ? predictionInterval(values) : null,
    pValue: claim.comparison === "ordering" ? upperTail(values) : null,
    pivotal: pivotalSeeds(claim, rule.tolerance, found),
    perSeed: found.map(({ seed, value }) => ({ seed, value })),
    wilson: wilsonOf(claim, found, primary?.mean ?? null),
    own: isOwn(claim),
    graded: against.length === 0,
    expected: rule.expected,
    verdict: verdictOf(claim, context, primary, readings),
    experiment: claim.experiment,
    metric: claim.metric,
    readings,
    basis: claim.basis,
    pilot: claim.pilot,
    pilotSeen: claim.pilot !== null,
    reason: remarks.length === 0 ? null : remarks.join("; "),
  });
}
