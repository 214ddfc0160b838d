/**
 * Quantiles of Student's t distribution from additions, divisions and square roots alone, which IEEE 754 fixes to
 * the bit: ECMAScript leaves `Math.atan`, `log`, `pow` and the gamma function's building blocks to the engine.
 */

/** Arc tangent of x ≥ 0: the angle is halved four times, tan(θ/2) = x / (1 + √(1 + x²)), then Gregory's series. */
function arctangent(x: number): number {
  let small = x;
  for (let i = 0; i < 4; i++) small /= 1 + Math.sqrt(1 + small * small);
  const square = small * small; // at most 0.0097, so the eleventh term is below 1e-21
  let sum = 0;
  let power = small;
  for (let k = 0; k < 11; k++) {
    sum += (k % 2 === 0 ? power : -power) / (2 * k + 1);
    power *= square;
  }
  return 16 * sum;
}

/** P(|T| ≤ t), t ≥ 0, for an integer number of degrees of freedom: Abramowitz & Stegun 26.7.3 (odd) and 26.7.4 (even). */
export function centralProbability(t: number, degrees: number): number {
  const sine = t / Math.sqrt(degrees + t * t);
  const cosineSquared = degrees / (degrees + t * t);
  const odd = degrees % 2 === 1;
  let term = odd ? Math.sqrt(cosineSquared) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 2 : 1; k <= degrees - 3; k += 2) {
    term *= cosineSquared * k / (k + 1);
    sum += term;
  }
  return odd ? (2 / Math.PI) * (arctangent(t / Math.sqrt(degrees)) + sine * sum) : sine * sum;
}

/**
 * The t with P(|T| ≤ t) = `level`: the factor of a two-sided interval, by bisection down to neighbouring float64.
 *
 * @param degrees degrees of freedom, an integer from 1 to 10,000
 * @param level in (0, 1); 0.9 gives the 95 % point of the usual one-sided table
 * @throws {RangeError} an argument out of its range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(tQuantile(2, 0.9).toFixed(6), "2.919986");
 * ```
 */
export function tQuantile(degrees: number, level: number): number {
  if (!Number.isInteger(degrees) || degrees < 1 || degrees > 10_000) {
    throw new RangeError(
      `Cannot take a t quantile: found ${degrees} degrees of freedom, expected 1 to 10000`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot take a t quantile: found level ${level}, expected one between 0 and 1`);
  }
  let low = 0;
  let high = 1;
  while (centralProbability(high, degrees) < level) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (centralProbability(middle, degrees) < level) low = middle;
    else high = middle;
  }
}
