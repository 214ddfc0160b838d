/** Whether the mean of an ordering's differences is above 0: the test behind the interval, as a probability. */
import { mean } from "./mean.ts";
import { centralProbability } from "./t_quantile.ts";
import { variance, varies } from "./variance.ts";

/**
 * The one-sided p-value of Student's t test that the mean is above 0; at most .05 where the 90 % interval is above 0.
 *
 * @param values one per seed
 * @returns in [0, 1]; null where there is nothing to test: fewer than two values, or all the same
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(upperTail([1, 2, 3])!.toFixed(4), "0.0371"); // t = 3.4641 with 2 degrees of freedom
 * assertEquals(upperTail([1, 1, 1]), null);
 * ```
 */
export function upperTail(values: readonly number[]): number | null {
  if (!varies(values)) return null;
  const t = mean(values) / Math.sqrt(variance(values) / values.length);
  const outside = (1 - centralProbability(Math.abs(t), values.length - 1)) / 2;
  return t > 0 ? outside : 1 - outside;
}
