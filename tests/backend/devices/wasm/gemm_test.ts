/** The packed matrix product against the plain loop, to the bit, for any size, layout and number of threads. */
import { ProgramBuilder } from "../../../../src/backend/program/program.ts";
import { Pool } from "../../../../src/backend/devices/wasm/pool.ts";
import { SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { bitwise } from "../../../support/compare.ts";
import { uniform } from "../../support.ts";

const LAYOUTS = ["nn", "tn", "nt"] as const;
const rng = Rng.fromSeed(5);

interface Size {
  readonly batches?: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** c = Σ over k in order of fround(a · b), added in float32. */
function plainLoop(layout: number, size: Size, a: Float32Array, b: Float32Array): Float32Array {
  const { batches = 1, m, n, k } = size;
  const c = new Float32Array(batches * m * n);
  for (let t = 0; t < batches; t++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const x = a[t * m * k + (layout === 1 ? l * m + i : i * k + l)]!;
          const y = b[t * k * n + (layout === 2 ? j * k + l : l * n + j)]!;
          sum = Math.fround(sum + Math.fround(x * y));
        }
        c[t * m * n + i * n + j] = sum;
      }
    }
  }
  return c;
}

function product(pool: Pool, layout: number, size: Size, a: Float32Array, b: Float32Array): Float32Array {
  const { heap } = pool;
  const { batches = 1, m, n, k } = size;
  const A = heap.allocate(a.byteLength);
  const B = heap.allocate(b.byteLength);
  const C = heap.allocate(4 * batches * m * n);
  heap.f32(A).set(a);
  heap.f32(B).set(b);
  heap.f32(C).fill(NaN);
  using program = new ProgramBuilder(pool).emit("gemm", {
    ...{ layout, batches, m, n, k, a: A, b: B, c: C },
    pitchA: 4 * (layout === 1 ? m : k),
    pitchB: 4 * (layout === 2 ? k : n),
    pitchC: 4 * n,
    batchA: 4 * m * k,
    batchB: 4 * k * n,
    batchC: 4 * m * n,
  }).build();
  pool.run(program);
  const c = heap.f32(C).slice();
  for (const region of [A, B, C]) heap.free(region);
  return c;
}

const SIZES: readonly Size[] = [
  { m: 0, n: 3, k: 2 },
  { m: 3, n: 2, k: 0 },
  { m: 1, n: 1, k: 1 },
  { m: 1, n: 17, k: 5 },
  { m: 7, n: 13, k: 5 },
  { m: 5, n: 8, k: 401 },
  { m: 203, n: 41, k: 19 },
  { m: 12, n: 407, k: 803 },
  { batches: 3, m: 11, n: 9, k: 23 },
  ...Array.from({ length: 12 }, (_, i) => {
    const [m, n, k] = rng.fork(`size/${i}`).uniform(3) as unknown as [number, number, number];
    return { m: Math.floor(m * 60), n: Math.floor(n * 90), k: Math.floor(k * 70) };
  }),
];

for (const [layout, name] of LAYOUTS.entries()) {
  Deno.test(`the packed product ${name} equals the plain loop to the bit, on 1 and 3 threads`, async () => {
    for (const threads of [1, 3]) {
      using pool = await Pool.start(new SharedHeap(), threads);
      for (const size of SIZES) {
        const { batches = 1, m, n, k } = size;
        const a = uniform(rng.fork("a"), batches * m * k);
        const b = uniform(rng.fork("b"), batches * k * n);
        bitwise(product(pool, layout, size, a, b), plainLoop(layout, size, a, b));
      }
    }
  });
}
