// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Forward tangents of a maxout network (§6, adversaries through whose reaction the gradient flows): t·∇ₓJ is the
 * derivative of the cost along t, and its gradient by the parameters comes from two rows per image: the image's own,
 * and its tangent, which goes through the pieces that won for the image, without bias.
 *
 * tangent: t'[u] = Σ t[k] · W[winner of u][k], in four sums of k mod 4 = 0 … 3, each in increasing order, multiplied
 * and then added; then (sum 0 + sum 2) + (sum 1 + sum 3). Threads share units; four rows at a time.
 *
 * softmaxTangent: with p the probabilities, D = t·(p - [class = y]) / (1 - p_y), the denominator constant (the
 * gradient of the kind "direction", see heads.ts). Its gradient by t is the factor of t; by the logits
 * a_c = p_c (t_c - Σ p t) / (1 - p_y) for c ≠ y and a_y = -Σ a_c, since they add up to 0. In float64.
 */
import { SoftmaxTangent, Tangent } from "./generated/records";
import { exp } from "./elementary";
import { scratchOf, take } from "./threads";

export function tangent(pc: usize): void {
  const o = changetype<Tangent>(pc);
  const rows = load<i32>(o.rows);
  for (let u = take(pc); u < o.units; u = take(pc)) {
    let r = 0;
    for (; r + 4 <= rows; r += 4) fourRows(o, u, r);
    for (; r < rows; r++) oneRow(o, u, r);
  }
}

/** The winning weight row of unit u for row r; also copies the winner. */
/* @inline */ function winnerRow(o: Tangent, u: i32, r: i32): usize {
  let piece: usize = 0;
  if (o.winners) {
    const at = <usize> r * (o.outputPitch >> 2) + <usize> u;
    piece = <usize> load<u8>(o.winners + at);
    store<u8>(o.outputWinners + at, <u8> piece);
  }
  return o.weights + (<usize> (u * o.pieces) + piece) * o.weightPitch;
}

/* @inline */ function put(o: Tangent, u: i32, r: i32, sums: v128): void {
  const halves = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  const value = f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
  store<f32>(o.output + <usize> r * o.outputPitch + (<usize> u << 2), value);
}

function oneRow(o: Tangent, u: i32, r: i32): void {
  const w = winnerRow(o, u, r), t = o.input + <usize> r * o.inputPitch;
  let sums = f32x4.splat(0);
  for (let k: usize = 0; k < o.inputPitch; k += 16) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(t + k), v128.load(w + k)));
  }
  put(o, u, r, sums);
}

function fourRows(o: Tangent, u: i32, r: i32): void {
  const pitch = o.inputPitch, t0 = o.input + <usize> r * pitch;
  const t1 = t0 + pitch, t2 = t1 + pitch, t3 = t2 + pitch;
  const w0 = winnerRow(o, u, r), w1 = winnerRow(o, u, r + 1);
  const w2 = winnerRow(o, u, r + 2), w3 = winnerRow(o, u, r + 3);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let k: usize = 0; k < pitch; k += 16) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(t0 + k), v128.load(w0 + k)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(t1 + k), v128.load(w1 + k)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(t2 + k), v128.load(w2 + k)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(t3 + k), v128.load(w3 + k)));
  }
  put(o, u, r, s0);
  put(o, u, r + 1, s1);
  put(o, u, r + 2, s2);
  put(o, u, r + 3, s3);
}

/** Scratch: one float64 per class. */
export function softmaxTangent(pc: usize, control: usize, thread: i32): void {
  const o = changetype<SoftmaxTangent>(pc);
  const rows = load<i32>(o.rows), classes = o.classes, e = scratchOf(control, thread);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const at = <usize> r * o.pitch, logits = o.logits + at, tangents = o.tangents + at;
    const label = load<i32>(o.labels + (<usize> r << 2));
    let largest = load<f32>(logits);
    for (let c = 1; c < classes; c++) largest = max<f32>(largest, load<f32>(logits + (<usize> c << 2)));
    let sum: f64 = 0, others: f64 = 0, weighted: f64 = 0;
    const own = <f64> load<f32>(tangents + (<usize> label << 2));
    for (let c = 0; c < classes; c++) {
      const value = exp(<f64> load<f32>(logits + (<usize> c << 2)) - <f64> largest);
      store<f64>(e + (<usize> c << 3), value);
      sum += value;
      if (c == label) continue;
      others += value;
      weighted += value * (<f64> load<f32>(tangents + (<usize> c << 2)) - own);
    }
    const factor = others > 0 ? 1 / others : 0, mean = weighted / sum; // Σ p t = own + mean
    let rest: f64 = 0;
    for (let c = 0; c < classes; c++) {
      if (c == label) continue;
      const share = load<f64>(e + (<usize> c << 3)) * factor;
      const a = share * (<f64> load<f32>(tangents + (<usize> c << 2)) - own - mean);
      rest += a;
      store<f32>(o.gradient + at + (<usize> c << 2), <f32> a);
      store<f32>(o.tangentGradient + at + (<usize> c << 2), <f32> share);
    }
    store<f32>(o.gradient + at + (<usize> label << 2), <f32> -rest);
    store<f32>(o.tangentGradient + at + (<usize> label << 2), <f32> -(others * factor));
    for (let k = <usize> classes << 2; k < o.pitch; k += 4) {
      store<f32>(o.gradient + at + k, 0);
      store<f32>(o.tangentGradient + at + k, 0);
    }
  }
}
