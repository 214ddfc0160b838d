/** Matrix products. */
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** c[i, j] = Σ a[i, l] b[l, j] over l in increasing order; a is stored as [l, i] for "tn", b as [j, l] for "nt". */
export function gemm(o: Resolved<"gemm">): void {
  for (let t = 0; t < o.batches; t++) {
    for (let i = 0; i < o.m; i++) {
      for (let j = 0; j < o.n; j++) {
        let sum = 0;
        for (let l = 0; l < o.k; l++) {
          const a = o.a[t * o.batchA + (o.layout === "tn" ? l * o.pitchA + i : i * o.pitchA + l)]!;
          const b = o.b[t * o.batchB + (o.layout === "nt" ? j * o.pitchB + l : l * o.pitchB + j)]!;
          sum = f(sum + f(a * b));
        }
        o.c[t * o.batchC + i * o.pitchC + j] = sum;
      }
    }
  }
}
