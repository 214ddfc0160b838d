/**
 * Exponential, logarithm, sine and cosine from additions, multiplications and divisions alone. ECMAScript leaves the
 * last bits of `Math.exp` and `Math.log` to the engine; these are the same everywhere, and accurate to about 1e-15,
 * which a result rounded to float32 cannot tell from exact.
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

/** 2 to an integer power from -1022 to 1023, exactly, by squaring. */
function powerOfTwo(exponent: number): number {
  let power = 1;
  let square = exponent < 0 ? 0.5 : 2;
  for (let e = Math.abs(exponent); e > 0; e >>= 1) {
    if (e & 1) power *= square;
    if (e > 1) square *= square;
  }
  return power;
}

/** e to the power x; relative error below 1e-15; 0 below x = -708 and ∞ above 709. */
export function exp(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Infinity;
  const n = Math.floor(x / LN2 + 0.5);
  // ln 2 in two parts, the first short enough for n times it to be exact (Cody and Waite)
  const r = (x - n * 0.6931471803691238) - n * 1.9082149292705877e-10;
  let sum = 1;
  for (let k = 14; k >= 1; k--) sum = 1 + sum * r / k;
  return sum * powerOfTwo(n);
}

/** log(1 + e^x), the softplus function, without overflow for any finite x. */
export function softplus(x: number): number {
  return x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x));
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
