/** What goes into a judgement and what comes out: observations, their circumstances, and the judged claim. */
import type { Claim, Profile, Verdict } from "./claim.ts";
import type { MeasuredVerdict } from "./verdict.ts";

/** One measured value. */
export interface Observation {
  /** The experiment's name, as in `data/claims.csv`. */
  readonly experiment: string;
  /** The metric's name, as in `data/claims.csv`. */
  readonly metric: string;
  /** The seed of the run behind the value; each counts as one independent measurement. */
  readonly seed: number;
  /** In the claim's unit, unrounded; for an ordering a difference that is positive where the claim holds. */
  readonly value: number;
  /** For orderings: images that the favoured side alone gets right, and those that the other side alone does. */
  readonly discordant?: readonly [number, number];
  /** Number of test images behind a share, for Wilson's interval. */
  readonly trials?: number;
}

/** Under what circumstances the observations were made. */
export interface JudgingContext {
  /** The profile whose tolerances and grading apply. */
  readonly profile: Profile;
  /** `mnist`, `glyphs` or `idx:DIR`. */
  readonly dataset: string;
  /** By experiment: its data set, where that is another. */
  readonly datasets?: Readonly<Record<string, string>>;
  /** By experiment: why its claims do not count in this run (`--budget` ran out, fewer seeds than planned). */
  readonly ungraded?: Readonly<Record<string, string>>;
  /** By experiment, or by `experiment/metric`: why this data set does not give it. */
  readonly impossible?: Readonly<Record<string, string>>;
}

/** What one metric says about a claim. */
export interface Reading {
  /** The metric's name. */
  readonly metric: string;
  /** Mean over seeds, in the claim's unit. */
  readonly mean: number;
  /** The 90 % t interval of the mean; `null` with one seed. */
  readonly interval: readonly [number, number] | null;
  /** The verdict if this were the only reading. */
  readonly verdict: MeasuredVerdict;
}

/** A seed without which the interval leads to another verdict. */
export interface PivotalSeed {
  /** The seed that is left out. */
  readonly seed: number;
  /** The verdict of the others. */
  readonly verdict: MeasuredVerdict;
}

/** The cells of a claim that its judgement repeats. */
export type ClaimFacts = Pick<
  Claim,
  | "id"
  | "section"
  | "kind"
  | "dataset"
  | "statement"
  | "quantity"
  | "published"
  | "unit"
  | "comparison"
  | "experiment"
  | "metric"
  | "basis"
  | "pilot"
>;

/** A judged claim; intervals and values are in the claim's unit. */
export interface ClaimResult extends ClaimFacts {
  /** Half width of the band in this profile; `null`: none. */
  readonly tolerance: number | null;
  /** Mean over seeds; `null` where nothing was measured. */
  readonly mean: number | null;
  /** The 90 % t interval of the mean; `null` with fewer than two seeds. */
  readonly interval: readonly [number, number] | null;
  /** For a published number: where 90 % of single runs lie; `null` for other claims and where nothing varies. */
  readonly prediction: readonly [number, number] | null;
  /** For an ordering: the p-value that the difference is above 0; `null` for other claims and where nothing varies. */
  readonly pValue: number | null;
  /** Seeds without which the verdict of the interval is another. */
  readonly pivotal: readonly PivotalSeed[];
  /** In ascending order of seeds. */
  readonly perSeed: readonly { readonly seed: number; readonly value: number }[];
  /** Wilson's 90 % interval for one set of test images, as information; `null` where the value is no share. */
  readonly wilson: readonly [number, number] | null;
  /** Whether the claim is ours and not the paper's. */
  readonly own: boolean;
  /** Whether the verdict counts. */
  readonly graded: boolean;
  /** The verdict that a sound run comes to. */
  readonly expected: Verdict;
  /** The verdict. */
  readonly verdict: Verdict;
  /** Verdicts by the claim's `otherMetrics`, where they were measured. */
  readonly readings: readonly Reading[];
  /** Whether a test-set value was known before the tolerance was fixed. */
  readonly pilotSeen: boolean;
  /** Why it is not run or not graded, why another verdict is expected, which reading changes the verdict. */
  readonly reason: string | null;
}
