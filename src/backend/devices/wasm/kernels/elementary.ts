// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Exponential, logarithm, sine and cosine in float64 from additions, multiplications and divisions alone: the same bits on every
 * machine, relative error below 1e-15, and no tables, since the module keeps nothing in static memory.
 */

/** e^x; 0 below -700, infinite above 709. */
export function exp(x: f64): f64 {
  if (!(x >= -700)) return x < -700 ? 0 : x;
  if (x > 709) return Infinity;
  const n = nearest<f64>(x * 1.4426950408889634);
  const r = (x - n * 0.6931471803691238) - n * 1.9082149292705877e-10; // ln 2 in two parts
  let sum: f64 = 1.0 / 6227020800.0; // 1 / 13!
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  return sum * reinterpret<f64>((<i64> n + 1023) << 52);
}

/** Natural logarithm of a positive normal number; log m = 2 artanh z with z = (m - 1) / (m + 1), |z| <= 0.172. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = <f64> ((bits >> 52) - 1023);
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m >= 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  const z = (m - 1) / (m + 1), z2 = z * z;
  let sum: f64 = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * z2 + 1.0 / <f64> k;
  return exponent * 0.6931471805599453 + 2 * z * sum;
}

/** 1 / (1 + e^-x), without overflow, and exact where it is tiny. */
export function logistic(x: f64): f64 {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(1 + e^x), without overflow. */
export function softplus(x: f64): f64 {
  return max<f64>(x, 0) + log(1 + exp(-abs<f64>(x)));
}

/** e^x - 1, exact to 1e-15 relative where it is tiny too. */
export function expm1(x: f64): f64 {
  if (abs<f64>(x) >= 0.5) return exp(x) - 1;
  let sum: f64 = 1;
  for (let k = 15; k >= 2; k--) sum = 1 + x * sum / <f64> k;
  return x * sum;
}

/** Taylor series of sine for |x| <= π/4; as in src/numeric/elementary.ts, to the bit. */
function sine(x: f64): f64 {
  const x2 = x * x;
  let term: f64 = 1;
  for (let k = 17; k >= 3; k -= 2) term = 1 - term * x2 / <f64> (k * (k - 1));
  return x * term;
}

/** Taylor series of cosine for |x| <= π/4. */
function cosine(x: f64): f64 {
  const x2 = x * x;
  let term: f64 = 1;
  for (let k = 18; k >= 2; k -= 2) term = 1 - term * x2 / <f64> (k * (k - 1));
  return term;
}

/** cos 2πu for 0 <= u < 1. */
export function cosineOfTurn(u: f64): f64 {
  const quarter = <i32> floor<f64>(u * 8 + 1) >> 1, rest = (u - <f64> quarter / 4) * 6.283185307179586;
  const value = quarter & 1 ? sine(rest) : cosine(rest);
  return (quarter & 3) == 1 || (quarter & 3) == 2 ? -value : value;
}

/** sin 2πu for 0 <= u < 1. */
export function sineOfTurn(u: f64): f64 {
  const quarter = <i32> floor<f64>(u * 8 + 1) >> 1, rest = (u - <f64> quarter / 4) * 6.283185307179586;
  const value = quarter & 1 ? cosine(rest) : sine(rest);
  return (quarter & 2) != 0 ? -value : value;
}
