/**
 * The start-up self-test: every kernel on the path of a number is run on small fixed inputs and compared with a
 * float64 computation in TypeScript and with the SHA-256 of the bytes it gave when it was adopted. A machine whose
 * kernels compute anything else may not contribute numbers.
 */
import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs-core";
import { PlatformError } from "../errors.ts";
import { maxPieces } from "./max_pieces.ts";

/** Numbers in [-1, 1) that need no generator: a fixed pattern of the index. */
function pattern(rows: number, columns: number, step: number): tf.Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => ((i * step) % 1009) / 504.5 - 1);
  return tf.tensor2d(values, [rows, columns]);
}

/** The product of `a` [m, k] and `b` [k, n] in float64. */
function product(a: Float32Array, b: Float32Array, m: number, k: number, n: number): number[] {
  const out = new Array<number>(m * n).fill(0);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l < k; l++) out[i * n + j]! += a[i * k + l]! * b[l * n + j]!;
    }
  }
  return out;
}

interface Check {
  readonly kernel: string;
  /** SHA-256 of the result's bytes, made with tfjs 4.22.0 on x86-64. */
  readonly golden: string;
  readonly run: () => { actual: tf.Tensor; expected: ArrayLike<number> };
}

const M = 7, K = 53, N = 15;

const CHECKS: readonly Check[] = [
  {
    kernel: "matMul",
    golden: "5a7a1d239bf8b6940d876441a775857cdfbdb802f0fa25155a5dea333f5b6e05",
    run() {
      const a = pattern(M, K, 311), b = pattern(K, N, 467);
      return { actual: tf.matMul(a, b), expected: product(values(a), values(b), M, K, N) };
    },
  },
  {
    kernel: "matMul, first operand transposed",
    golden: "feaf2171b16586f76779d3631b54d129c8c7ba8ffe226ce1cbdf07b3c04dbcd0",
    run() {
      const a = pattern(K, M, 311), b = pattern(K, N, 467);
      return {
        actual: tf.matMul(a, b, true, false),
        expected: product(values(tf.transpose(a)), values(b), M, K, N),
      };
    },
  },
  {
    kernel: "matMul, second operand transposed",
    golden: "c6110be2f842f3415b92ae1bcbce1c9c52488f1086b4c38c626227e99a1ac043",
    run() {
      const a = pattern(M, K, 311), b = pattern(N, K, 467);
      return {
        actual: tf.matMul(a, b, false, true),
        expected: product(values(a), values(tf.transpose(b)), M, K, N),
      };
    },
  },
  {
    kernel: "maxPieces",
    golden: "93b48d72736e0496ee26d55391dc02d2d634715fdef4aa7523163d3e36a99de6",
    run() {
      const z = pattern(M, N, 311), Z = values(z);
      const expected = Array.from({ length: M * N / 5 }, (_, i) => Math.max(...Z.subarray(5 * i, 5 * i + 5)));
      return { actual: maxPieces(z, 5), expected };
    },
  },
  {
    kernel: "sum of columns",
    golden: "1bf4fe26d812870acbf920b1d5879bf52872ade2be0b5cbc65f04f4093c40197",
    run() {
      const z = pattern(K, N, 311), ones = new Float32Array(K).fill(1);
      return { actual: tf.sum(z, 0), expected: product(ones, values(z), 1, K, N) };
    },
  },
  {
    kernel: "x + ε sign(g)",
    golden: "008f814a4fd0d784824456fbef3085e8dcdfdf1e0a5d77f6f7493ca547406000",
    run() {
      const x = pattern(M, N, 311), G = values(pattern(M, N, 467)).map((v, i) => i % 5 === 0 ? 0 : v * 1e-30);
      const g = tf.tensor2d(G, [M, N]);
      const expected = values(x).map((v, i) => v + 0.25 * Math.sign(G[i]!));
      return { actual: tf.add(x, tf.mul(tf.sign(g), 0.25)), expected };
    },
  },
];

function values(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

/** Rounding of sums of at most 53 products below 1 in float32. */
const TOLERANCE = 53 * 2 ** -23;

function failureOf({ kernel, golden, run }: Check): string | undefined {
  return tf.tidy(() => {
    const { actual, expected } = run();
    const found = values(actual);
    for (let i = 0; i < expected.length; i++) {
      if (!(Math.abs(found[i]! - expected[i]!) <= TOLERANCE * Math.max(1, Math.abs(expected[i]!)))) {
        return `${kernel}: element ${i} is ${found[i]}, expected ${expected[i]}`;
      }
    }
    const bytes = new Uint8Array(found.buffer, found.byteOffset, found.byteLength);
    const digest = createHash("sha256").update(bytes).digest("hex");
    if (digest !== golden) return `${kernel}: the result has SHA-256 ${digest}, expected ${golden}`;
  });
}

/**
 * Runs the self-test on the current backend.
 *
 * @throws {PlatformError} naming the first kernel whose result is wrong or has other bits than it must
 */
export function selfTest(): void {
  for (const check of CHECKS) {
    const failure = failureOf(check);
    if (failure !== undefined) throw new PlatformError(`Self-test failed at ${failure}`);
  }
}
