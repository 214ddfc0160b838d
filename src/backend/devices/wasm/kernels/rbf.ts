// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Radial basis functions (§7): units with a centre μ and a diagonal β >= 0, each [units, columns], rows padded to the
 * pitch by zeros. A unit's output is its logit z = -Σ β (x - μ)², the logarithm of its response e^z.
 *
 * Every sum has one accumulator: over the columns in `rbfForward`, over the batch in `rbfGradient`, over the units in
 * `rbfInputGradient`. Each term is formed as it is written: (β · d) · d with d = x - μ, and g · d, (g · d) · d.
 */
import { Exponential, RbfForward, RbfGradient, RbfInputGradient, RowMeans } from "./generated/records";
import { exp } from "./elementary";
import { packPanel } from "./panel";
import { panelStep, RBF_RESULTS } from "./portable_sizes";
import { scratchOf, take } from "./threads";

/** Rows at once: five vectors of the panel, for two units. */
const ROWS: i32 = 20;

/** The panel of the rows is [column][row]. */
export function rbfForward(pc: usize, control: usize, thread: i32): void {
  const o = changetype<RbfForward>(pc);
  const rows = load<i32>(o.rows), results = scratchOf(control, thread), panel = results + RBF_RESULTS;
  for (let r = take(pc) * ROWS; r < rows; r = take(pc) * ROWS) {
    packPanel(o.input, o.pitch, rows, 1, r, ROWS / 4, 0, o.columns, panel);
    for (let u = 0; u < o.units; u += 2) {
      const v = min(u + 1, o.units - 1);
      twoUnits(o, panel, <usize> u * o.pitch, <usize> v * o.pitch, results);
      for (let i = 0; i < min(ROWS, rows - r); i++) {
        const to = o.output + <usize> (r + i) * o.outputPitch, from = results + (<usize> i << 2);
        store<f32>(to + (<usize> u << 2), -load<f32>(from));
        store<f32>(to + (<usize> v << 2), -load<f32>(from, 80));
      }
    }
  }
}

/* @inline */ function squared(x: v128, mu: v128, beta: v128): v128 {
  const d = f32x4.sub(x, mu);
  return f32x4.mul(f32x4.mul(beta, d), d);
}

/** Σ β (x - μ)² of the units at byte offsets u and v, for the rows of the panel. */
function twoUnits(o: RbfForward, panel: usize, u: usize, v: usize, results: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero;
  let b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero;
  const step = panelStep(1), end = u + (<usize> o.columns << 2);
  for (; u < end; u += 4, v += 4, panel += step) {
    const mu = v128.load32_splat(o.mu + u), beta = v128.load32_splat(o.beta + u);
    const nu = v128.load32_splat(o.mu + v), gamma = v128.load32_splat(o.beta + v);
    let x = v128.load(panel);
    a0 = f32x4.add(a0, squared(x, mu, beta));
    b0 = f32x4.add(b0, squared(x, nu, gamma));
    x = v128.load(panel, 16);
    a1 = f32x4.add(a1, squared(x, mu, beta));
    b1 = f32x4.add(b1, squared(x, nu, gamma));
    x = v128.load(panel, 32);
    a2 = f32x4.add(a2, squared(x, mu, beta));
    b2 = f32x4.add(b2, squared(x, nu, gamma));
    x = v128.load(panel, 48);
    a3 = f32x4.add(a3, squared(x, mu, beta));
    b3 = f32x4.add(b3, squared(x, nu, gamma));
    x = v128.load(panel, 64);
    a4 = f32x4.add(a4, squared(x, mu, beta));
    b4 = f32x4.add(b4, squared(x, nu, gamma));
  }
  v128.store(results, a0);
  v128.store(results, a1, 16);
  v128.store(results, a2, 32);
  v128.store(results, a3, 48);
  v128.store(results, a4, 64);
  v128.store(results, b0, 80);
  v128.store(results, b1, 96);
  v128.store(results, b2, 112);
  v128.store(results, b3, 128);
  v128.store(results, b4, 144);
}

/** With g the gradient by the logits: ∂μ = 2 β Σ g d and ∂β = -Σ g d², over the rows of the batch. */
export function rbfGradient(pc: usize): void {
  const o = changetype<RbfGradient>(pc);
  const rows = load<i32>(o.rows), two = f32x4.splat(2);
  for (let u = take(pc); u < o.units; u = take(pc)) {
    const at = <usize> u * o.pitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const mu = v128.load(o.mu + at + k);
      let first = f32x4.splat(0), second = f32x4.splat(0);
      let input = o.input + k, gradient = o.gradient + (<usize> u << 2);
      for (let r = 0; r < rows; r++) {
        const d = f32x4.sub(v128.load(input), mu);
        const term = f32x4.mul(v128.load32_splat(gradient), d);
        first = f32x4.add(first, term);
        second = f32x4.add(second, f32x4.mul(term, d));
        input += o.pitch;
        gradient += o.gradientPitch;
      }
      v128.store(o.muGradient + at + k, f32x4.mul(f32x4.mul(two, v128.load(o.beta + at + k)), first));
      v128.store(o.betaGradient + at + k, f32x4.neg(second));
    }
  }
}

/** ∂x = -2 Σ (g β) d, over the units. */
export function rbfInputGradient(pc: usize): void {
  const o = changetype<RbfInputGradient>(pc);
  const rows = load<i32>(o.rows), factor = f32x4.splat(-2);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const gradient = o.gradient + <usize> r * o.gradientPitch;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const x = v128.load(o.input + <usize> r * o.pitch + k);
      let sum = f32x4.splat(0), at = k;
      for (let u = 0; u < o.units; u++) {
        const weight = f32x4.mul(v128.load32_splat(gradient + (<usize> u << 2)), v128.load(o.beta + at));
        sum = f32x4.add(sum, f32x4.mul(weight, f32x4.sub(x, v128.load(o.mu + at))));
        at += o.pitch;
      }
      v128.store(o.output + <usize> r * o.pitch + k, f32x4.mul(factor, sum));
    }
  }
}

/** Replaces every element of a row by the row's mean, added in float64 in the order of the columns. */
export function rowMeans(pc: usize): void {
  const o = changetype<RowMeans>(pc), bytes = <usize> o.columns << 2;
  for (let u = take(pc); u < o.units; u = take(pc)) {
    const row = o.values + <usize> u * o.pitch;
    let sum: f64 = 0;
    for (let k: usize = 0; k < bytes; k += 4) sum += <f64> load<f32>(row + k);
    const mean = <f32> (sum / <f64> o.columns);
    for (let k: usize = 0; k < bytes; k += 4) store<f32>(row + k, mean);
  }
}

/** e^z of the first `columns` elements of every row: the padding stays zero. */
export function exponential(pc: usize): void {
  const o = changetype<Exponential>(pc);
  const rows = load<i32>(o.rows), bytes = <usize> o.columns << 2;
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch;
    for (let k: usize = 0; k < bytes; k += 4) {
      store<f32>(o.output + at + k, <f32> exp(<f64> load<f32>(o.input + at + k)));
    }
  }
}
