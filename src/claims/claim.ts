/**
 * A claim of the paper (or of our own, `H1` …) as a frozen record: what is published, which experiment measures it,
 * and per profile how near is near enough. `data/claims.csv` holds them all; its tolerances and expectations are
 * committed before the first run that grades them.
 */

/** The sections of the paper that state something testable: 3 … 10 and its appendix. */
export const SECTIONS = ["3", "4", "5", "6", "7", "8", "9", "10", "A"] as const;
/** What a claim can come out as; see `judge()`. */
export const VERDICTS = [
  "reproduced",
  "undecided",
  "not-reproduced",
  "underspecified",
  "not-comparable",
  "not-run",
] as const;
/** How a measured value is held against the published one. */
export const COMPARISONS = ["equal", "at-least", "at-most", "ordering"] as const;
/** The data sets that claims speak of; `none`: the claim needs no data. */
export const CLAIM_DATASETS = ["mnist", "cifar10", "imagenet", "none"] as const;
/** The profiles for which `data/claims.csv` has rules; `smoke` is a rehearsal and never graded. */
export const GRADED_PROFILES = ["quick", "standard", "full"] as const;

/** A section of the paper. */
export type Section = typeof SECTIONS[number];
/** What a claim came out as. */
export type Verdict = typeof VERDICTS[number];
/** How a claim is compared. */
export type Comparison = typeof COMPARISONS[number];
/** The data set of a claim. */
export type ClaimDataset = typeof CLAIM_DATASETS[number];
/** A profile that grades claims. */
export type GradedProfile = typeof GRADED_PROFILES[number];
/** The profiles of `reproduce`. */
export type Profile = "smoke" | GradedProfile;

/** How a claim is treated in one profile. */
export interface ProfileRule {
  /** Half width of the band around the published value, in the claim's unit; `null`: none, as for orderings. */
  readonly tolerance: number | null;
  /** Whether the claim counts in this profile. */
  readonly graded: boolean;
  /** The verdict that a sound run comes to. */
  readonly expected: Verdict;
  /** Why it is not graded, or why another verdict than `reproduced` is expected. */
  readonly reason: string | null;
}

/** One row of `data/claims.csv`. */
export interface Claim {
  /** `Q2a`, `Q14a.error`, `L3.exact`, `H1`. */
  readonly id: string;
  /** Where the paper says it; for an own claim where it belongs. */
  readonly section: Section;
  /**
   * An `identity` follows from algebra: it tests the code, is shown and graded, and is not counted. A `setting` is what
   * the paper chose or quotes; it is listed alone.
   */
  readonly kind: "claim" | "identity" | "setting";
  /** The data it speaks of; measured on any other it is not graded. */
  readonly dataset: ClaimDataset;
  /** One plain sentence of our own. */
  readonly statement: string;
  /** The measured quantity in short: `error at ε = .25`. */
  readonly quantity: string;
  /** The published value in `unit` (per cent as 99.9); for an own claim its bound; `null` where there is none. */
  readonly published: number | null;
  /** `%`, `points` (of per cent), or what is counted; `1` for a pure number. */
  readonly unit: string;
  /** How the measured value is held against `published`. */
  readonly comparison: Comparison;
  /** The experiment that measures it; `null`: not run, see `reason`. */
  readonly experiment: string | null;
  /** The experiment's metric, in `unit`; for an ordering a difference that is positive where the claim holds. */
  readonly metric: string | null;
  /** Metrics of the same experiment by which another reader might understand the statement. */
  readonly otherMetrics: readonly string[];
  /** Whether the reading behind `metric` has provenance; if not, disagreeing readings are `underspecified`. */
  readonly specified: boolean;
  /** Where the tolerance comes from. */
  readonly basis: string | null;
  /** The test-set value that was known before the tolerance was fixed, or `null`. */
  readonly pilot: string | null;
  /** Why the claim is not run, or not graded in any profile, when that is fixed in advance. */
  readonly reason: string | null;
  /** Tolerance, grading and expectation in each profile. */
  readonly profiles: Readonly<Record<GradedProfile, ProfileRule>>;
}

/** Whether the claim is ours (`H1` …) and not the paper's. */
export function isOwn(claim: { readonly id: string }): boolean {
  return claim.id.startsWith("H");
}
