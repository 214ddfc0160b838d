/**
 * McNemar's exact test: two classifiers on the same images, of which only those count that exactly one of them gets
 * right. If neither is better, each side of a disagreement is a fair coin.
 */

/**
 * The two-sided p value 2 · P(X ≤ min(first, second)), X ~ Binomial(first + second, ½), at most 1.
 *
 * Binomial coefficients are taken relative to the central one, by running ratios C(n, k−1)/C(n, k) = k/(n−k+1), so
 * that nothing overflows; terms that underflow to zero are too small to matter.
 *
 * @param first images that the first classifier alone gets right, an integer from 0 to 10,000
 * @param second the same for the second classifier
 * @throws {RangeError} a count out of its range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(mcnemarExact(0, 5), 0.0625); // 2 · 2⁻⁵
 * ```
 */
export function mcnemarExact(first: number, second: number): number {
  for (const count of [first, second]) {
    if (!Number.isInteger(count) || count < 0 || count > 10_000) {
      throw new RangeError(
        `Cannot test discordant pairs: found ${count}, expected an integer from 0 to 10000`,
      );
    }
  }
  const n = first + second;
  const fewer = Math.min(first, second);
  const centre = Math.floor(n / 2);
  let coefficient = 1;
  let belowCentre = 0;
  let tail = fewer >= centre ? 1 : 0;
  for (let k = centre; k > 0; k--) {
    coefficient *= k / (n - k + 1);
    belowCentre += coefficient;
    if (k - 1 <= fewer) tail += coefficient;
  }
  // Symmetry: all terms are twice those below the centre plus the central one, or the central two when n is odd.
  const total = 2 * belowCentre + (n % 2 === 0 ? 1 : 2);
  return Math.min(1, 2 * tail / total);
}
