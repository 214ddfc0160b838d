/** A step of a given size along given signs, in float32. */
import { unitPixels } from "../datasets/mod.ts";
import type { Pixels } from "../models/mod.ts";
import { check, checkEpsilon } from "../numeric/checks.ts";

/**
 * x + ε signs, rounded to float32 as a product and a sum: float32 [n, inputs].
 *
 * @param signs [n, inputs], -1, 0 or 1
 * @throws {RangeError} when epsilon is negative or not finite, or there is not a sign for each pixel
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const moved = stepAlong(new Float32Array([0.5, 0.5, 0]), Int8Array.of(1, 0, -1), 0.25);
 * assertEquals(moved, new Float32Array([0.75, 0.5, -0.25]));
 * ```
 */
export function stepAlong(x: Pixels, signs: Int8Array, epsilon: number): Float32Array {
  checkEpsilon(epsilon);
  check(
    "attack",
    "the number of signs",
    signs.length,
    signs.length === x.length,
    `${x.length}, one for each pixel`,
  );
  const size = Math.fround(epsilon);
  const moved = unitPixels(x);
  for (let i = 0; i < moved.length; i++) moved[i]! += size * signs[i]!;
  return moved;
}
