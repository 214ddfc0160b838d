// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Element by element over rows: the fast gradient sign step x + ε sign(g) (§4), activations and their gradients,
 * products and sums. Rows are processed up to their pitch; every function here maps zeros to zeros, save the
 * logistic, after which the padding of a row is cleared.
 */
import {
  Activation,
  ACTIVATION_RELU,
  ActivationGradient,
  AddScaled,
  ClipCost,
  Multiply,
  RowNorms,
  SignStep,
} from "./generated/records";
import { logistic } from "./elementary";
import { take } from "./threads";

export function signStep(pc: usize): void {
  const o = changetype<SignStep>(pc);
  const rows = load<i32>(o.rows), epsilon = f32x4.splat(load<f32>(o.epsilon)), zero = f32x4.splat(0);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const g = v128.load(o.gradient + at + k);
      const up = v128.and(f32x4.gt(g, zero), epsilon), down = v128.and(f32x4.lt(g, zero), epsilon);
      v128.store(o.output + at + k, f32x4.add(v128.load(o.input + at + k), f32x4.sub(up, down)));
    }
  }
}

/** The losses of a label's probability 1 - 1e-7 and 1e-7: -log1p(-1e-7), -log(1e-7). */
const LEAST_LOSS: f64 = 1.0000000500000033e-7, MOST_LOSS: f64 = 16.11809565095832;

export function clipCost(pc: usize): void {
  const o = changetype<ClipCost>(pc);
  const rows = load<i32>(o.rows);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const loss = load<f64>(o.losses + (<usize> r << 3)), row = o.gradient + <usize> r * o.pitch;
    if (loss >= LEAST_LOSS && loss <= MOST_LOSS) continue;
    for (let k: usize = 0; k < o.pitch; k += 16) v128.store(row + k, f32x4.splat(0));
  }
}

export function activation(pc: usize): void {
  const o = changetype<Activation>(pc);
  const rows = load<i32>(o.rows), zero = f32x4.splat(0);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      let y = v128.load(o.input + at + k);
      y = o.kind == ACTIVATION_RELU ? f32x4.pmax(zero, y) : logistic4(y);
      if (o.mask) y = f32x4.mul(y, v128.load(o.mask + at + k));
      v128.store(o.output + at + k, y);
    }
    for (let k = <usize> o.columns << 2; k < o.pitch; k += 4) store<f32>(o.output + at + k, 0);
  }
}

function logistic4(x: v128): v128 {
  let y = f32x4.splat(<f32> logistic(<f64> f32x4.extract_lane(x, 0)));
  y = f32x4.replace_lane(y, 1, <f32> logistic(<f64> f32x4.extract_lane(x, 1)));
  y = f32x4.replace_lane(y, 2, <f32> logistic(<f64> f32x4.extract_lane(x, 2)));
  return f32x4.replace_lane(y, 3, <f32> logistic(<f64> f32x4.extract_lane(x, 3)));
}

export function activationGradient(pc: usize): void {
  const o = changetype<ActivationGradient>(pc);
  const rows = load<i32>(o.rows), zero = f32x4.splat(0), one = f32x4.splat(1);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const x = v128.load(o.input + at + k);
      let g = v128.load(o.gradient + at + k);
      if (o.kind == ACTIVATION_RELU) g = v128.and(g, f32x4.gt(x, zero));
      else {
        const y = logistic4(x);
        g = f32x4.mul(g, f32x4.mul(y, f32x4.sub(one, y)));
      }
      v128.store(o.gradient + at + k, g);
    }
  }
}

export function multiply(pc: usize): void {
  const o = changetype<Multiply>(pc);
  const rows = load<i32>(o.rows);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      v128.store(o.output + at + k, f32x4.mul(v128.load(o.input + at + k), v128.load(o.factor + at + k)));
    }
  }
}

export function addScaled(pc: usize): void {
  const o = changetype<AddScaled>(pc);
  const rows = load<i32>(o.rows), scale = f32x4.splat(load<f32>(o.scale));
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const term = f32x4.mul(scale, v128.load(o.b + at + k));
      v128.store(o.output + at + k, f32x4.add(v128.load(o.a + at + k), term));
    }
  }
}

/** Squares added in float64 in the order of the row. */
export function rowNorms(pc: usize): void {
  const o = changetype<RowNorms>(pc);
  const rows = load<i32>(o.rows);
  for (let r = take(pc); r < rows; r = take(pc)) {
    let sum: f64 = 0;
    for (let k: usize = 0; k < o.pitch; k += 4) {
      const x = <f64> load<f32>(o.input + <usize> r * o.pitch + k);
      sum += x * x;
    }
    store<f32>(o.output + (<usize> r << 2), <f32> sqrt<f64>(sum));
  }
}
