/** The interval of a difference when both sides were measured with the same seeds. */
import { tInterval } from "./t_interval.ts";

/**
 * The 90 % t interval of the mean of first[i] − second[i].
 *
 * @throws {RangeError} different lengths, or fewer than two pairs
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(pairedInterval([5, 6, 7], [4, 5, 6]), [1, 1]);
 * ```
 */
export function pairedInterval(
  first: readonly number[],
  second: readonly number[],
): readonly [number, number] {
  if (first.length !== second.length) {
    throw new RangeError(
      `Cannot pair measurements: found ${first.length} and ${second.length} values, expected equally many`,
    );
  }
  return tInterval(first.map((value, i) => value - second[i]!));
}
