/**
 * The multiply-then-add peak of one core: register-resident loops with 4 to 16 accumulators of four floats, unrolled
 * once and four times, compiled here by the compiler of the kernels. The best one is the ceiling against which
 * efficiencies are stated.
 */
import asc from "assemblyscript/asc";
import { milliseconds } from "./clock.ts";

const ACCUMULATORS = [4, 6, 8, 10, 12, 14, 16];
const UNROLLED = [1, 4];
const ITERATIONS = 20_000;

const range = (n: number): number[] => [...Array(n).keys()];

function loop(accumulators: number, unrolled: number): string {
  const each = (line: (i: number) => string) => range(accumulators).map(line).join(" ");
  return `export function peak${accumulators}x${unrolled}(n: i32): f32 {
    ${each((i) => `let c${i} = f32x4.splat(<f32> ${i});`)}
    const a = f32x4.splat(0.99), b = f32x4.splat(0.01);
    for (let i = 0; i < n; i++) {
      ${range(unrolled).map(() => each((i) => `c${i} = f32x4.add(f32x4.mul(c${i}, a), b);`)).join("\n")}
    }
    let sum = c0;
    ${each((i) => i === 0 ? "" : `sum = f32x4.add(sum, c${i});`)}
    return f32x4.extract_lane(sum, 0);
  }`;
}

/** A loop variant and its speed. */
export interface PeakLoop {
  readonly accumulators: number;
  readonly unrolled: number;
  gflops: number;
}

/** Measures the peak; measuring again keeps the best, since other processes only ever slow a core down. */
export class Peak {
  readonly loops: PeakLoop[] = ACCUMULATORS.flatMap((accumulators) =>
    UNROLLED.map((unrolled) => ({ accumulators, unrolled, gflops: 0 }))
  );
  readonly #exports: Record<string, (n: number) => number>;

  private constructor(exports: Record<string, (n: number) => number>) {
    this.#exports = exports;
  }

  /** Compiles the loops. */
  static async compile(): Promise<Peak> {
    const source = ACCUMULATORS.flatMap((a) => UNROLLED.map((u) => loop(a, u))).join("\n");
    let wasm: Uint8Array<ArrayBuffer> | undefined;
    const flags = [
      "peak.ts",
      "-O1",
      "--enable",
      "simd",
      "--runtime",
      "stub",
      "--noAssert",
      "--use",
      "abort=",
    ];
    const result = await asc.main([...flags, "--outFile", "peak.wasm"], {
      readFile: (name: string) => name === "peak.ts" ? source : null,
      writeFile: (_name: string, contents: unknown) => void (wasm = contents as Uint8Array<ArrayBuffer>),
      listFiles: () => [],
    });
    if (result.error) throw new Error(`Cannot compile the peak loops: ${result.stderr.toString()}`);
    const { instance } = await WebAssembly.instantiate(wasm!);
    const peak = new Peak(instance.exports as Record<string, (n: number) => number>);
    for (let i = 0; i < 5; i++) peak.measure(); // the optimising compiler takes over meanwhile
    return peak;
  }

  /** One more round over all loops; returns the best speed of this round and the ones before, in GFLOPS. */
  measure(): number {
    for (const own of this.loops) {
      const run = this.#exports[`peak${own.accumulators}x${own.unrolled}`]!;
      const start = milliseconds();
      run(ITERATIONS);
      const flops = 8 * own.accumulators * own.unrolled * ITERATIONS;
      own.gflops = Math.max(own.gflops, flops / (milliseconds() - start) / 1e6);
    }
    return this.gflops;
  }

  /** The best speed so far. */
  get gflops(): number {
    return Math.max(...this.loops.map((own) => own.gflops));
  }
}
