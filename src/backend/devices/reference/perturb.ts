/**
 * Moves along the gradient itself instead of its sign (§4, §6), and the product of a row vector u with each one's
 * derivative by the gradient. All in float64, sums in the order of the row; a result is rounded to float32 once. A row
 * that has no gradient beside it stays, and its adjoint is 0.
 */
import type { Resolved } from "./resolved.ts";

type Row = Float32Array;

/** Row r of a matrix. */
function rowOf(matrix: Float32Array, pitch: number, r: number): Row {
  return matrix.subarray(r * pitch, (r + 1) * pitch);
}

/** Σ a b. */
function dot(a: Row, b: Row): number {
  return a.reduce((sum, v, k) => sum + v * b[k]!, 0);
}

/** ‖g‖₁. */
function absoluteSum(g: Row): number {
  return g.reduce((sum, v) => sum + Math.abs(v), 0);
}

/** 1, -1 or 0; 0 for -0 too. */
function sign(v: number): number {
  return v > 0 ? 1 : v < 0 ? -1 : 0;
}

/** What a rotation of x towards g by an angle needs. */
function plane(x: Row, g: Row) {
  const square = dot(x, x);
  const along = square > 0 ? dot(x, g) / square : 0;
  const beside = Array.from(g, (v, k) => v - along * x[k]!);
  const length = Math.sqrt(beside.reduce((sum, v) => sum + v * v, 0));
  return { square, along, beside, length };
}

/** x' = cos x + sin ‖x‖ o / ‖o‖ with o = g - (x·g / x·x) x. */
export function rotate(o: Resolved<"rotate">): void {
  for (let r = 0; r < o.rows; r++) {
    const x = rowOf(o.input, o.pitch, r), g = rowOf(o.gradient, o.pitch, r);
    const { square, beside, length } = plane(x, g);
    const cosine = length > 0 ? o.cosine : 1;
    const factor = length > 0 ? o.sine * Math.sqrt(square) / length : 0;
    o.output.set(x.map((v, k) => cosine * v + factor * beside[k]!), r * o.pitch);
  }
}

/**
 * P (u - q (q·u)) sin ‖x‖ / ‖o‖, with q = o / ‖o‖ and P the projection onto what is orthogonal to x; o is so already,
 * and only u is left to project.
 */
export function rotateAdjoint(o: Resolved<"rotateAdjoint">): void {
  for (let r = 0; r < o.rows; r++) {
    const [x, g, u] = [
      rowOf(o.input, o.pitch, r),
      rowOf(o.gradient, o.pitch, r),
      rowOf(o.upstream, o.pitch, r),
    ];
    const { square, along, beside, length } = plane(x, g);
    const factor = length > 0 ? o.sine * Math.sqrt(square) / length : 0;
    const byX = square > 0 ? dot(x, u) / square : 0;
    const byO = length > 0 ? (dot(g, u) - along * dot(x, u)) / (length * length) : 0;
    o.output.set(u.map((v, k) => factor * (v - byX * x[k]! - byO * beside[k]!)), r * o.pitch);
  }
}

/** x' = x + ε ‖g‖₁ g / ‖g‖₂². */
export function scaledStep(o: Resolved<"scaledStep">): void {
  for (let r = 0; r < o.rows; r++) {
    const x = rowOf(o.input, o.pitch, r), g = rowOf(o.gradient, o.pitch, r);
    const square = dot(g, g);
    const factor = square > 0 ? o.epsilon * absoluteSum(g) / square : 0;
    o.output.set(x.map((v, k) => v + factor * g[k]!), r * o.pitch);
  }
}

/** ε (sign(g) (g·u) + ‖g‖₁ u - 2 ‖g‖₁ g (g·u) / ‖g‖₂²) / ‖g‖₂². */
export function scaledStepAdjoint(o: Resolved<"scaledStepAdjoint">): void {
  for (let r = 0; r < o.rows; r++) {
    const g = rowOf(o.gradient, o.pitch, r), u = rowOf(o.upstream, o.pitch, r);
    const square = dot(g, g), total = absoluteSum(g), along = dot(g, u);
    const factor = square > 0 ? o.epsilon / square : 0;
    const back = square > 0 ? 2 * total * along / square : 0;
    const own = (v: number, k: number) => sign(v) * along + total * u[k]! - back * v;
    o.output.set(g.map((v, k) => factor * own(v, k)), r * o.pitch);
  }
}
