/**
 * The exponential function and what is made of it, in float64, with the same bits on every device: other terms than
 * those of src/numeric/elementary.ts, so other last bits; logarithm, sine and cosine are those from there.
 */
import { log } from "../../../numeric/elementary.ts";

/** 1 / k! for k = 0 … 13. */
const INVERSE_FACTORIALS = [
  ...[1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320, 1 / 362880],
  ...[1 / 3628800, 1 / 39916800, 1 / 479001600, 1 / 6227020800],
];

/** 1.5 · 2^52: what is added to it loses its fraction, by rounding to the nearest integer, ties to even. */
const INTEGERS = 6755399441055744;

/** e^x = 2^n e^r, n the integer nearest to x / ln 2, e^r by its series; 0 below -700, infinite above 709. */
export function exp(x: number): number {
  if (x < -700) return 0;
  if (x > 709) return Infinity;
  const n = (x * 1.4426950408889634 + INTEGERS) - INTEGERS;
  const r = (x - n * 0.6931471803691238) - n * 1.9082149292705877e-10; // ln 2 in two parts
  let sum = INVERSE_FACTORIALS[13]!;
  for (let k = 12; k >= 0; k--) sum = sum * r + INVERSE_FACTORIALS[k]!;
  return sum * 2 ** n;
}

/** e^x - 1, exact where it is tiny too: x (1 + x/2 (1 + x/3 (1 + …))). */
export function expm1(x: number): number {
  if (Math.abs(x) >= 0.5) return exp(x) - 1;
  let sum = 1;
  for (let k = 15; k >= 2; k--) sum = 1 + x * sum / k;
  return x * sum;
}

/** 1 / (1 + e^-x) without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(1 + e^x) without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + log(1 + exp(-Math.abs(x)));
}
