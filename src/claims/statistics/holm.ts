/**
 * Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979): many tests
 * at once, of which with probability 1 - level none is rejected wrongly.
 *
 * @param pValues one for each test, in [0, 1]
 * @param level the probability of one wrong rejection or more
 * @returns for each test whether its hypothesis is rejected
 * @throws {RangeError} for a number out of its range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(holm([0.01, 0.04, 0.03], 0.05), [true, false, false]); // .01 ≤ .05 / 3, .03 > .05 / 2
 * ```
 */
export function holm(pValues: readonly number[], level: number): readonly boolean[] {
  const wrong = [level, ...pValues].find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot correct p-values: found ${wrong}, expected numbers from 0 to 1`);
  }
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const failed = order.findIndex((test, i) => pValues[test]! > level / (pValues.length - i));
  const rejected = new Set(failed < 0 ? order : order.slice(0, failed));
  return pValues.map((_, i) => rejected.has(i));
}
