/**
 * One matrix product at a time on the kernel pack's packed GEMM: a program of a single record whose operands are
 * rewritten for every call, so that a product allocates nothing.
 */
import { ENUMS } from "../../program/operands.ts";
import { NONE } from "../../program/region.ts";
import { KERNELS, RECORD_BYTES } from "./kernel_set.ts";
import type { Pool } from "./pool.ts";
import { type LoadedRecords, loadRecords } from "./records.ts";

/** How the operands are stored. */
export type GemmLayout = (typeof ENUMS.layout)[number];

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

const FIELDS = Object.keys(KERNELS.gemm);

/** A reusable matrix product. */
export class PackedProduct implements Disposable {
  readonly #pool: Pool;
  readonly #records: LoadedRecords;
  readonly #words = new Int32Array(FIELDS.length);

  constructor(pool: Pool) {
    this.#pool = pool;
    const zeros = { batches: 0, m: 0, n: 0, k: 0, pitchA: 0, pitchB: 0, pitchC: 0 };
    const operands = {
      ...zeros,
      layout: "nn",
      batchA: 0,
      batchB: 0,
      batchC: 0,
      a: NONE,
      b: NONE,
      c: NONE,
    } as const;
    this.#records = loadRecords(pool, [{ name: "gemm", operands }]);
  }

  run(call: ProductCall): void {
    const { layout, m, n, k } = call;
    if (call.batches * m * n === 0) return;
    const operands: Record<string, number> = {
      ...call,
      layout: ENUMS.layout.indexOf(layout),
      pitchA: 4 * (layout === "tn" ? m : k),
      pitchB: 4 * (layout === "nt" ? k : n),
      pitchC: 4 * n,
      batchC: 4 * m * n,
    };
    FIELDS.forEach((field, i) => this.#words[i] = operands[field]!);
    const region = { address: this.#records.address, bytes: RECORD_BYTES };
    this.#pool.heap.i32(region).set(this.#words, 1);
    this.#pool.run(this.#records);
  }

  [Symbol.dispose](): void {
    this.#records[Symbol.dispose]();
  }
}
