// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1), element by element in float32: m = β₁ m + (1 - β₁) g,
 * v = β₂ v + (1 - β₂) g², w -= rate · (m / c₁) / (√(v / c₂) + ε), then w = max(w, minimum), which is at most 0. The
 * corrections c = 1 - βᵗ come from outside, as running products. Padding stays zero.
 */
import { Adam } from "./generated/records";
import { take } from "./threads";

export function adam(pc: usize): void {
  const o = changetype<Adam>(pc);
  const one = f32x4.splat(1), rate = v128.load32_splat(o.learningRate);
  const keep1 = v128.load32_splat(o.beta1), new1 = f32x4.sub(one, keep1);
  const keep2 = v128.load32_splat(o.beta2), new2 = f32x4.sub(one, keep2);
  const correction1 = v128.load32_splat(o.correction1), correction2 = v128.load32_splat(o.correction2);
  const epsilon = v128.load32_splat(o.epsilon), minimum = v128.load32_splat(o.minimum);
  for (let u = take(pc); u < o.units; u = take(pc)) {
    const end = <usize> (u + 1) * o.pitch;
    for (let at = <usize> u * o.pitch; at < end; at += 16) {
      const g = v128.load(o.gradient + at);
      const m = f32x4.add(f32x4.mul(keep1, v128.load(o.mean + at)), f32x4.mul(new1, g));
      const v = f32x4.add(f32x4.mul(keep2, v128.load(o.square + at)), f32x4.mul(new2, f32x4.mul(g, g)));
      const size = f32x4.add(f32x4.sqrt(f32x4.div(v, correction2)), epsilon);
      const step = f32x4.mul(rate, f32x4.div(f32x4.div(m, correction1), size));
      v128.store(o.mean + at, m);
      v128.store(o.square + at, v);
      v128.store(o.parameters + at, f32x4.max(f32x4.sub(v128.load(o.parameters + at), step), minimum));
    }
  }
}
