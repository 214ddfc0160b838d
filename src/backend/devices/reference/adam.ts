/** The optimiser Adam (Kingma and Ba, ICLR 2015, algorithm 1), in float32. */
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²; w = max(w - rate · (m / c₁) / (√(v / c₂) + ε), minimum). */
export function adam(o: Resolved<"adam">): void {
  for (let i = 0; i < o.units * o.pitch; i++) {
    const g = o.gradient[i]!;
    const m = f(f(o.beta1 * o.mean[i]!) + f(f(1 - o.beta1) * g));
    const v = f(f(o.beta2 * o.square[i]!) + f(f(1 - o.beta2) * f(g * g)));
    const size = f(f(Math.sqrt(f(v / o.correction2))) + o.epsilon);
    const step = f(o.learningRate * f(f(m / o.correction1) / size));
    o.mean[i] = m;
    o.square[i] = v;
    o.parameters[i] = Math.max(f(o.parameters[i]! - step), o.minimum);
  }
}
