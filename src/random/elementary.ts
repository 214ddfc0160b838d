/**
 * Logarithm, sine and cosine from additions, multiplications and divisions alone. ECMAScript leaves the last bits
 * of `Math.log` and `Math.cos` to the engine; these are the same everywhere. Accurate to about 1e-15, which the
 * normal numbers made from them, rounded to float32, cannot tell from exact.
 */

const LN2 = 0.6931471805599453;
const TAU = 6.283185307179586;

/** Natural logarithm of a finite positive number; relative error below 1e-15. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) {
    throw new RangeError(`Cannot take the logarithm: found ${x}, expected 0 < x < ∞`);
  }
  let exponent = 0;
  let m = x;
  while (m >= 1.4142135623730951) m /= 2, exponent++;
  while (m < 0.7071067811865476) m *= 2, exponent--;
  // log m = 2 artanh z with z = (m - 1) / (m + 1), |z| <= 0.172: the series ends at z^21
  const z = (m - 1) / (m + 1);
  const z2 = z * z;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * z2 + 1 / k;
  return exponent * LN2 + 2 * z * sum;
}

/** Taylor series of sine for |x| <= π/4. */
function sine(x: number): number {
  const x2 = x * x;
  let term = 1;
  for (let k = 17; k >= 3; k -= 2) term = 1 - term * x2 / (k * (k - 1));
  return x * term;
}

/** Taylor series of cosine for |x| <= π/4. */
function cosine(x: number): number {
  const x2 = x * x;
  let term = 1;
  for (let k = 18; k >= 2; k -= 2) term = 1 - term * x2 / (k * (k - 1));
  return term;
}

/** [cos(2πu), sin(2πu)] for 0 <= u < 1. */
export function turn(u: number): [number, number] {
  const quarter = Math.floor(u * 8 + 1) >> 1; // the nearest quarter turn
  const rest = (u - quarter / 4) * TAU;
  const c = cosine(rest);
  const s = sine(rest);
  switch (quarter & 3) {
    case 0:
      return [c, s];
    case 1:
      return [-s, c];
    case 2:
      return [-c, -s];
    default:
      return [s, -c];
  }
}
