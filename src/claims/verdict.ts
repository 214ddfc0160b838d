/**
 * From an interval to a verdict. Inside the tolerance band is `reproduced`, outside `not-reproduced`, across an edge
 * `undecided`; values are compared unrounded.
 */
import type { Claim, Comparison } from "./claim.ts";
import { mcnemarExact } from "./statistics/mcnemar_exact.ts";

/** A verdict that measured values alone can come to. */
export type MeasuredVerdict = "reproduced" | "undecided" | "not-reproduced";

/** Significance at which McNemar's test decides an ordering that was measured with one seed. */
const MCNEMAR_LEVEL = 0.01;

/**
 * The values that agree with a claim, ends included: published ± tolerance for `equal`, open on one side for
 * `at-least` and `at-most`. Orderings have no band.
 */
function band(claim: Pick<Claim, "comparison" | "published">, tolerance: number): readonly [number, number] {
  const centre = claim.published!;
  const low = claim.comparison === "at-most" ? -Infinity : centre - tolerance;
  const high = claim.comparison === "at-least" ? Infinity : centre + tolerance;
  return [low, high];
}

/**
 * The verdict on an interval of the mean. An ordering is `reproduced` when the whole interval of the difference is
 * above 0 and `not-reproduced` when none of it is. Without a tolerance nothing but an ordering can be decided.
 *
 * @param interval lower and upper end, in the claim's unit
 * @param tolerance half width of the band, in the claim's unit
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const claim = { comparison: "equal", published: 99.9 } as const;
 * assertEquals(intervalVerdict(claim, 0.3, [99.7, 99.9]), "reproduced");
 * assertEquals(intervalVerdict(claim, 0.3, [99.5, 99.9]), "undecided");
 * assertEquals(intervalVerdict(claim, 0.3, [99.1, 99.5]), "not-reproduced");
 * ```
 */
export function intervalVerdict(
  claim: { readonly comparison: Comparison; readonly published: number | null },
  tolerance: number | null,
  interval: readonly [number, number],
): MeasuredVerdict {
  const [low, high] = interval;
  if (claim.comparison === "ordering") {
    return low > 0 ? "reproduced" : high <= 0 ? "not-reproduced" : "undecided";
  }
  if (tolerance === null || claim.published === null) return "undecided";
  const [least, most] = band(claim, tolerance);
  if (low >= least && high <= most) return "reproduced";
  return high < least || low > most ? "not-reproduced" : "undecided";
}

/**
 * The verdict on an ordering from one seed: McNemar's exact test at 1 % on the images where the sides disagree.
 *
 * @param discordant images that the side the claim favours alone gets right, and those that the other alone does
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(discordantVerdict([40, 10]), "reproduced");
 * assertEquals(discordantVerdict([10, 40]), "not-reproduced");
 * assertEquals(discordantVerdict([25, 20]), "undecided");
 * ```
 */
export function discordantVerdict(discordant: readonly [number, number]): MeasuredVerdict {
  const [favoured, other] = discordant;
  if (mcnemarExact(favoured, other) > MCNEMAR_LEVEL) return "undecided";
  return favoured > other ? "reproduced" : "not-reproduced";
}
