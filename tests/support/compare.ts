/**
 * The three verbs with which tests compare numbers: `bitwise`, `ulps(n)` and `within(tolerance, basis)`.
 * NaN equals nothing but NaN, and then only bit for bit; every failure names the first differing place.
 */
import { AssertionError } from "@std/assert";

type Numbers = ArrayLike<number>;

function checkLengths(actual: Numbers, expected: Numbers): void {
  if (actual.length !== expected.length) {
    throw new AssertionError(`Lengths differ: found ${actual.length}, expected ${expected.length}`);
  }
}

/** float32 as an integer whose order is that of the numbers. */
function ordered(value: number): number {
  const bits = new Int32Array(new Float32Array([value]).buffer)[0]!;
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

/** Asserts that two sequences of numbers are the same to the bit (as float64). */
export function bitwise(actual: Numbers, expected: Numbers): void {
  checkLengths(actual, expected);
  for (let i = 0; i < actual.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      throw new AssertionError(`Element ${i} differs: found ${actual[i]}, expected ${expected[i]}`);
    }
  }
}

/** Asserts that float32 values are at most `n` units in the last place apart. */
export function ulps(n: number): (actual: Numbers, expected: Numbers) => void {
  return (actual, expected) => {
    checkLengths(actual, expected);
    for (let i = 0; i < actual.length; i++) {
      const distance = Math.abs(ordered(actual[i]!) - ordered(expected[i]!));
      if (!(distance <= n) || Number.isNaN(actual[i]!) || Number.isNaN(expected[i]!)) {
        throw new AssertionError(
          `Element ${i} is ${distance} ulps off: found ${actual[i]}, expected ${expected[i]}, allowed ${n}`,
        );
      }
    }
  };
}

/** Asserts |actual - expected| <= tolerance for each element; `basis` says where the tolerance comes from. */
export function within(tolerance: number, basis: string): (actual: Numbers, expected: Numbers) => void {
  return (actual, expected) => {
    checkLengths(actual, expected);
    for (let i = 0; i < actual.length; i++) {
      const distance = Math.abs(actual[i]! - expected[i]!);
      if (!(distance <= tolerance)) {
        throw new AssertionError(
          `Element ${i} is ${distance} off: found ${actual[i]}, expected ${
            expected[i]
          }, allowed ${tolerance} (${basis})`,
        );
      }
    }
  };
}
