/** Where one more run would lie: what a single published run is to be compared with. */
import { mean } from "./mean.ts";
import { LEVEL } from "./t_interval.ts";
import { tQuantile } from "./t_quantile.ts";
import { variance, varies } from "./variance.ts";

/**
 * mean ± t · s · √(1 + 1/n): of ten further runs nine lie in it, if runs are normally distributed.
 *
 * @param values one per seed, at least two
 * @returns lower and upper end; null where nothing can be said of another run: fewer than two values, or all the same
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(predictionInterval([1, 2, 3])!.map((end) => end.toFixed(4)), ["-1.3717", "5.3717"]);
 * assertEquals(predictionInterval([1, 1, 1]), null);
 * ```
 */
export function predictionInterval(values: readonly number[]): readonly [number, number] | null {
  if (!varies(values)) return null;
  const centre = mean(values);
  const half = tQuantile(values.length - 1, LEVEL) * Math.sqrt(variance(values) * (1 + 1 / values.length));
  return [centre - half, centre + half];
}
