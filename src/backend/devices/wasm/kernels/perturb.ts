// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Perturbations along the gradient itself instead of its sign (§4 and §6): turning a row towards it, and adding it
 * scaled; and what a differentiable adversary needs, the product of a row vector with each one's derivative by the
 * gradient. Sums in float64 in the order of the row; results are rounded to float32 once.
 *
 * rotate: x' = cos x + sin ‖x‖ o / ‖o‖, o = g - (x·g / x·x) x. Its adjoint, with q = o / ‖o‖:
 * P (u - q (q·u)) sin ‖x‖ / ‖o‖, P the projection onto what is orthogonal to x.
 * scaledStep: x' = x + ε n g / s, n = ‖g‖₁, s = g·g. Its adjoint: ε (sign(g) (g·u) + n u - 2 n g (g·u) / s) / s.
 * Neither depends on the length of g. A row without such a gradient stays; its adjoint is 0.
 */
import { Rotate, RotateAdjoint, ScaledStep, ScaledStepAdjoint } from "./generated/records";
import { take } from "./threads";

function dot(a: usize, b: usize, bytes: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 4) sum += <f64> load<f32>(a + k) * <f64> load<f32>(b + k);
  return sum;
}

/** ‖g - along x‖. */
function lengthBeside(g: usize, x: usize, along: f64, bytes: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 4) {
    const o = <f64> load<f32>(g + k) - along * <f64> load<f32>(x + k);
    sum += o * o;
  }
  return sqrt<f64>(sum);
}

export function rotate(pc: usize): void {
  const o = changetype<Rotate>(pc);
  const rows = load<i32>(o.rows), cosine = load<f64>(o.cosine), sine = load<f64>(o.sine);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch, x = o.input + at, g = o.gradient + at, to = o.output + at;
    const square = dot(x, x, o.pitch), along = square > 0 ? dot(x, g, o.pitch) / square : 0;
    const length = lengthBeside(g, x, along, o.pitch);
    const factor = length > 0 ? sine * sqrt<f64>(square) / length : 0, keep: f64 = length > 0 ? cosine : 1;
    for (let k: usize = 0; k < o.pitch; k += 4) {
      const xk = <f64> load<f32>(x + k);
      store<f32>(to + k, <f32> (keep * xk + factor * (<f64> load<f32>(g + k) - along * xk)));
    }
  }
}

export function rotateAdjoint(pc: usize): void {
  const o = changetype<RotateAdjoint>(pc);
  const rows = load<i32>(o.rows), sine = load<f64>(o.sine);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch, x = o.input + at, g = o.gradient + at, u = o.upstream + at;
    const square = dot(x, x, o.pitch), along = square > 0 ? dot(x, g, o.pitch) / square : 0;
    const length = lengthBeside(g, x, along, o.pitch), upstream = dot(x, u, o.pitch);
    const factor = length > 0 ? sine * sqrt<f64>(square) / length : 0;
    // o is orthogonal to x, so only u is left to project
    const beside = square > 0 ? upstream / square : 0;
    const across = length > 0 ? (dot(g, u, o.pitch) - along * upstream) / (length * length) : 0;
    for (let k: usize = 0; k < o.pitch; k += 4) {
      const xk = <f64> load<f32>(x + k), ok = <f64> load<f32>(g + k) - along * xk;
      const own = <f64> load<f32>(u + k) - beside * xk - across * ok;
      store<f32>(o.output + at + k, <f32> (factor * own));
    }
  }
}

function absoluteSum(g: usize, bytes: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 4) sum += abs<f64>(<f64> load<f32>(g + k));
  return sum;
}

export function scaledStep(pc: usize): void {
  const o = changetype<ScaledStep>(pc);
  const rows = load<i32>(o.rows), epsilon = load<f64>(o.epsilon);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch, g = o.gradient + at;
    const square = dot(g, g, o.pitch);
    const factor = square > 0 ? epsilon * absoluteSum(g, o.pitch) / square : 0;
    for (let k: usize = 0; k < o.pitch; k += 4) {
      const moved = <f64> load<f32>(o.input + at + k) + factor * <f64> load<f32>(g + k);
      store<f32>(o.output + at + k, <f32> moved);
    }
  }
}

export function scaledStepAdjoint(pc: usize): void {
  const o = changetype<ScaledStepAdjoint>(pc);
  const rows = load<i32>(o.rows), epsilon = load<f64>(o.epsilon);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch, g = o.gradient + at, u = o.upstream + at;
    const square = dot(g, g, o.pitch), total = absoluteSum(g, o.pitch), along = dot(g, u, o.pitch);
    const factor = square > 0 ? epsilon / square : 0, back = square > 0 ? 2 * total * along / square : 0;
    for (let k: usize = 0; k < o.pitch; k += 4) {
      const gk = <f64> load<f32>(g + k), sign: f64 = gk > 0 ? 1 : gk < 0 ? -1 : 0;
      const own = sign * along + total * <f64> load<f32>(u + k) - back * gk;
      store<f32>(o.output + at + k, <f32> (factor * own));
    }
  }
}
