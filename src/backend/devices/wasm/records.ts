/**
 * Records in shared memory: encodes them, and sets the barriers between them. A record waits for what it reads to be
 * written, and for what it overwrites to be read.
 */
import { Cell } from "../../program/cell.ts";
import { type OperandKind, operandOf } from "../../program/operands.ts";
import type { AnyOperand } from "../../program/program.ts";
import type { Region } from "../../program/region.ts";
import { COUNTER_OFFSET, type KernelName, KERNELS, opcode, RECORD_BYTES } from "./kernel_set.ts";
import type { KernelRecord } from "./lowering.ts";
import type { Pool } from "./pool.ts";
import { scratchBytes } from "./work_memory.ts";

/** Records in shared memory, ready to run; dispose them to free it. */
export interface LoadedRecords extends Disposable {
  readonly address: number;
  /** In the order of their execution, barriers and the end among them. */
  readonly names: readonly KernelName[];
}

const overlap = (a: Region, b: Region): boolean =>
  a.bytes > 0 && b.bytes > 0 && a.address < b.address + b.bytes && b.address < a.address + a.bytes;

/** What has been read and written since the last barrier. */
class Hazards {
  #reads: Region[] = [];
  #writes: Region[] = [];

  /** Whether a record that reads and writes these must wait for a barrier. */
  barrierBefore(reads: readonly Region[], writes: readonly Region[]): boolean {
    const conflict = reads.some((r) => this.#writes.some((w) => overlap(r, w))) ||
      writes.some((w) => [...this.#reads, ...this.#writes].some((other) => overlap(w, other)));
    if (conflict) [this.#reads, this.#writes] = [[], []];
    this.#reads.push(...reads);
    this.#writes.push(...writes);
    return conflict;
  }
}

function word(kind: OperandKind, value: AnyOperand): number {
  if (typeof value === "number") return value;
  if (value instanceof Cell) return value.region.address;
  if (typeof value === "string") {
    const operand = operandOf(kind);
    return operand.is === "enum" ? operand.words.indexOf(value) : -1;
  }
  return value.address;
}

/** The regions that a record reads, and those that it writes. */
function regionsOf({ name, operands }: KernelRecord): { reads: Region[]; writes: Region[] } {
  const [reads, writes]: [Region[], Region[]] = [[], []];
  for (const [field, kind] of Object.entries<OperandKind>(KERNELS[name])) {
    const operand = operandOf(kind);
    if (operand.is !== "region") continue;
    const region = operands[field] as Region;
    if (operand.access !== "out") reads.push(region);
    if (operand.access !== "in") writes.push(region);
  }
  return { reads, writes };
}

function encode({ name, operands }: KernelRecord): number[] {
  const words = Object.entries<OperandKind>(KERNELS[name]).map(([field, kind]) =>
    word(kind, operands[field]!)
  );
  if (4 * (words.length + 1) > COUNTER_OFFSET) {
    throw new RangeError(`The record ${name} has too many operands`);
  }
  return [opcode(name), ...words];
}

function scratchOf({ name, operands }: KernelRecord): number {
  const operand = (field: string): number => {
    const value = operands[field];
    return typeof value === "number" ? value : 1;
  };
  const rows = name === "update" ? (operands["gradient"] as Region).bytes / operand("gradientPitch") : 0;
  return scratchBytes(name, operand, rows);
}

/** Writes records to shared memory, with barriers where they must wait for each other, and the end. */
export function loadRecords(pool: Pool, records: readonly KernelRecord[]): LoadedRecords {
  const hazards = new Hazards();
  const all: KernelRecord[] = [];
  for (const record of records) {
    const { reads, writes } = regionsOf(record);
    if (hazards.barrierBefore(reads, writes)) all.push({ name: "barrier", operands: {} });
    all.push(record);
  }
  all.push({ name: "end", operands: {} });
  pool.reserveScratch(all.reduce((most, record) => Math.max(most, scratchOf(record)), 0));
  const { heap } = pool;
  const region = heap.allocate(all.length * RECORD_BYTES);
  const memory = heap.u32(region);
  all.forEach((record, i) => memory.set(encode(record), i * RECORD_BYTES / 4));
  return {
    address: region.address,
    names: all.map(({ name }) => name),
    [Symbol.dispose]: () => heap.free(region),
  };
}
