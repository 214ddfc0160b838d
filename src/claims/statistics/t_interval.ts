/**
 * The interval that decides a verdict: the two-sided 90 % t interval of the mean over seeds. Holding it against a
 * tolerance band is the equivalence test (two one-sided tests) at 5 %.
 */
import { mean } from "./mean.ts";
import { tQuantile } from "./t_quantile.ts";
import { variance } from "./variance.ts";

/** Two-sided coverage of the intervals behind verdicts. */
export const LEVEL = 0.9;

/**
 * mean ± t · s / √n, with s the sample standard deviation (n − 1) and t for n − 1 degrees of freedom.
 *
 * @param values one per seed, at least two
 * @returns lower and upper end, equal when all values are
 * @throws {RangeError} fewer than two values
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(tInterval([1, 2, 3]).map((end) => end.toFixed(4)), ["0.3141", "3.6859"]);
 * ```
 */
export function tInterval(values: readonly number[]): readonly [number, number] {
  if (values.length < 2) {
    throw new RangeError(`Cannot give a t interval: found ${values.length} values, expected two or more`);
  }
  const centre = mean(values);
  const half = tQuantile(values.length - 1, LEVEL) * Math.sqrt(variance(values) / values.length);
  return [centre - half, centre + half];
}
