/**
 * Wilson's score interval of a share: what 10,000 test images leave open about an error rate. Shown beside a claim
 * as information; verdicts do not use it, because the test images are the paper's own.
 */

/** The 95 % point of the normal distribution: two-sided coverage of 90 %, as for the t interval. */
const Z = 1.6448536269514722;

/**
 * The 90 % score interval of successes/trials (Wilson 1927).
 *
 * @param successes from 0 to `trials`; need not be an integer when it is a mean over seeds
 * @param trials a positive integer
 * @returns lower and upper end in [0, 1]
 * @throws {RangeError} an argument out of its range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(wilson(5, 10).map((end) => end.toFixed(4)), ["0.2693", "0.7307"]);
 * ```
 */
export function wilson(successes: number, trials: number): readonly [number, number] {
  if (!Number.isInteger(trials) || trials < 1 || !(successes >= 0 && successes <= trials)) {
    throw new RangeError(
      `Cannot give Wilson's interval: found ${successes} of ${trials}, expected 0 to n of a positive integer n`,
    );
  }
  const share = successes / trials;
  const spread = Z * Z / trials;
  const centre = (share + spread / 2) / (1 + spread);
  const half = Math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
