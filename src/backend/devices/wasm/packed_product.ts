/**
 * One matrix product at a time on the kernel pack's packed GEMM: a program of a single instruction whose operands are
 * rewritten for every call, so that a product allocates nothing.
 */
import { INSTRUCTION_BYTES, INSTRUCTIONS } from "../../program/instruction_set.ts";
import type { Pool } from "./pool.ts";
import { type Program, ProgramBuilder } from "../../program/program.ts";
import { NONE } from "./shared_heap.ts";

/** How the operands are stored: a [m, k] or [k, m] (t), b [k, n] or [n, k] (t). */
export const GEMM_LAYOUTS = ["nn", "tn", "nt"] as const;
export type GemmLayout = (typeof GEMM_LAYOUTS)[number];

/** `batches` products c [m, n] = a · b of dense row-major matrices at these addresses; batch 0: the same for all. */
export interface ProductCall {
  readonly layout: GemmLayout;
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Bytes from one matrix of a, or b, to the next. */
  readonly batchA: number;
  readonly batchB: number;
}

const FIELDS = Object.keys(INSTRUCTIONS.gemm);

/** A reusable matrix product. */
export class PackedProduct implements Disposable {
  readonly #pool: Pool;
  readonly #program: Program;
  readonly #words = new Int32Array(FIELDS.length);

  constructor(pool: Pool) {
    this.#pool = pool;
    const zeros = { layout: 0, batches: 0, m: 0, n: 0, k: 0, pitchA: 0, pitchB: 0, pitchC: 0 };
    this.#program = new ProgramBuilder(pool)
      .emit("gemm", { ...zeros, batchA: 0, batchB: 0, batchC: 0, a: NONE, b: NONE, c: NONE })
      .build();
  }

  run(call: ProductCall): void {
    const { layout, m, n, k } = call;
    if (call.batches * m * n === 0) return;
    const operands: Record<string, number> = {
      ...call,
      layout: GEMM_LAYOUTS.indexOf(layout),
      pitchA: 4 * (layout === "tn" ? m : k),
      pitchB: 4 * (layout === "nt" ? k : n),
      pitchC: 4 * n,
      batchC: 4 * m * n,
    };
    FIELDS.forEach((field, i) => this.#words[i] = operands[field]!);
    const region = { address: this.#program.address, bytes: INSTRUCTION_BYTES };
    this.#pool.heap.i32(region).set(this.#words, 1);
    this.#pool.run(this.#program);
  }

  [Symbol.dispose](): void {
    this.#program[Symbol.dispose]();
  }
}
