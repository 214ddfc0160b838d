/** How firm verdicts are: what one seed more or less would change, and what many tests at once leave of the orderings. */
import type { Claim } from "./claim.ts";
import type { ClaimResult, Observation, PivotalSeed } from "./result.ts";
import { holm } from "./statistics/holm.ts";
import { tInterval } from "./statistics/t_interval.ts";
import { intervalVerdict } from "./verdict.ts";

/** Probability of one ordering or more that is taken to hold wrongly. */
const LEVEL = 0.05;

/** The seeds of which each, left out alone, changes the verdict; none with fewer than three seeds. */
export function pivotalSeeds(
  claim: Pick<Claim, "comparison" | "published">,
  tolerance: number | null,
  found: readonly Pick<Observation, "seed" | "value">[],
): readonly PivotalSeed[] {
  if (found.length < 3) return [];
  const verdictOf = (some: typeof found) =>
    intervalVerdict(claim, tolerance, tInterval(some.map(({ value }) => value)));
  const whole = verdictOf(found);
  return found.map(({ seed }) => ({ seed, verdict: verdictOf(found.filter((each) => each.seed !== seed)) }))
    .filter(({ verdict }) => verdict !== whole);
}

/**
 * Whether a reproduced number is close but distinguishable: its mean agrees within the tolerance, and the published value
 * is not where one run of ours would lie.
 */
export function isDistinguishable(
  { verdict, comparison, published, prediction }: Pick<
    ClaimResult,
    "verdict" | "comparison" | "published" | "prediction"
  >,
): boolean {
  if (verdict !== "reproduced" || comparison !== "equal" || published === null || prediction === null) {
    return false;
  }
  return published < prediction[0] || published > prediction[1];
}

/** Graded orderings that hold, each by itself at 5 %, and those of them that hold together. */
export function orderingsTogether(
  claims: readonly ClaimResult[],
): { readonly tested: readonly ClaimResult[]; readonly held: readonly ClaimResult[] } {
  const graded = claims.filter(({ graded, comparison, pValue }) =>
    graded && comparison === "ordering" && pValue !== null
  );
  const rejected = holm(graded.map(({ pValue }) => pValue!), LEVEL);
  return {
    tested: graded.filter(({ verdict }) => verdict === "reproduced"),
    held: graded.filter(({ verdict }, i) => verdict === "reproduced" && rejected[i]),
  };
}
