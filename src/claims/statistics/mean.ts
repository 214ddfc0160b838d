/** The mean over seeds. */

/**
 * The arithmetic mean, added in the order given.
 *
 * @throws {RangeError} no value
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take the mean: found no value, expected one or more");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
