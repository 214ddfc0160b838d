/**
 * Programs: lists of kernel instructions in shared memory, written once and run at every step. The builder checks the
 * operands by type, sets the barriers (an instruction waits for what it reads to be written, and for what it
 * overwrites to be read), and adds up how much memory of its own each thread needs.
 */
import {
  COUNTER_OFFSET,
  INSTRUCTION_BYTES,
  type InstructionName,
  INSTRUCTIONS,
  opcode,
  type OperandKind,
} from "./instruction_set.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Region, SharedHeap } from "../devices/wasm/shared_heap.ts";

/** The kinds of scalars that a program reads when it runs. */
export type CellKind = Extract<OperandKind, `cell${string}`>;

/** A scalar in shared memory: a parameter that may change between two runs of a program. */
export class Cell<K extends CellKind = CellKind> {
  readonly kind: K;
  readonly region: Region;
  readonly #heap: SharedHeap;

  constructor(heap: SharedHeap, kind: K, region: Region, value: number) {
    this.#heap = heap;
    this.kind = kind;
    this.region = region;
    this.value = value;
  }

  get value(): number {
    return this.#view()[0]!;
  }
  set value(value: number) {
    this.#view()[0] = value;
  }

  #view(): Int32Array | Float32Array | Float64Array {
    if (this.kind === "cellInt") return this.#heap.i32(this.region);
    return this.kind === "cellFloat" ? this.#heap.f32(this.region) : this.#heap.f64(this.region);
  }
}

type OperandOf<K> = K extends "int" ? number : K extends CellKind ? Cell<K> : Region;

/** The operands of an instruction, by name. */
export type Operands<N extends InstructionName> = {
  readonly [F in keyof (typeof INSTRUCTIONS)[N]]: OperandOf<(typeof INSTRUCTIONS)[N][F]>;
};

/** A program in shared memory. */
export interface Program extends Disposable {
  readonly address: number;
  readonly instructions: readonly InstructionName[];
}

/** Scratch bytes that an instruction needs per thread, where it needs any; the kernels' headers give the layouts. */
function scratchBytes(name: InstructionName, operand: (field: string) => number, rows: number): number {
  const pieces = operand("pieces");
  const step = 16 * Math.max(1, Math.floor(10 / pieces)) * pieces;
  switch (name) {
    case "forward":
      return step * (165 + operand("capacity") + 8);
    case "inputGradient":
      return Math.max(1, Math.floor(160 / pieces)) * pieces * 1600 + 1600;
    case "update":
      return 4 * pieces + 16 + 8 * pieces * (rows + 1);
    case "rbfForward":
      return 192 + 160 * (operand("columns") + 4);
    case "softmax":
    case "softmaxTangent":
      return 8 * operand("classes");
    case "gemm":
      return 4 * (200 * 400 + 96 * 400 + 48);
    case "mask":
    case "dropout":
    case "uniformNoise":
    case "signNoise":
    case "normalNoise":
      return 4 * operand("columns") + 256;
    default:
      return 0;
  }
}

const overlap = (a: Region, b: Region): boolean =>
  a.bytes > 0 && b.bytes > 0 && a.address < b.address + b.bytes && b.address < a.address + a.bytes;

/** Collects instructions and makes a program of them. */
export class ProgramBuilder {
  readonly #pool: Pool;
  readonly #words: number[][] = [];
  readonly #names: InstructionName[] = [];
  #reads: Region[] = [];
  #writes: Region[] = [];
  #scratch = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Appends an instruction, after a barrier if it needs one. */
  emit<N extends InstructionName>(name: N, operands: Operands<N>): this {
    const values = operands as Readonly<Record<string, number | Region | Cell>>;
    const reads: Region[] = [];
    const writes: Region[] = [];
    const words = [opcode(name)];
    for (const [field, kind] of Object.entries<OperandKind>(INSTRUCTIONS[name])) {
      const value = values[field]!;
      if (value instanceof Cell) words.push(value.region.address);
      else if (typeof value === "number") words.push(value);
      else {
        words.push(value.address);
        if (kind !== "out") reads.push(value);
        if (kind !== "in") writes.push(value);
      }
    }
    this.#order(reads, writes);
    this.#append(name, words);
    this.#scratch = Math.max(this.#scratch, this.#scratchOf(name, values));
    return this;
  }

  /** Writes the program to shared memory. */
  build(): Program {
    const { heap } = this.#pool;
    this.#append("end", [opcode("end")]);
    this.#pool.reserveScratch(this.#scratch);
    const region = heap.allocate(this.#words.length * INSTRUCTION_BYTES);
    const memory = heap.u32(region);
    this.#words.forEach((words, i) => memory.set(words, i * INSTRUCTION_BYTES / 4));
    return { address: region.address, instructions: this.#names, [Symbol.dispose]: () => heap.free(region) };
  }

  /** Sets a barrier when what is to come conflicts with something since the last one. */
  #order(reads: Region[], writes: Region[]): void {
    const conflict = reads.some((r) => this.#writes.some((w) => overlap(r, w))) ||
      writes.some((w) => [...this.#reads, ...this.#writes].some((other) => overlap(w, other)));
    if (conflict) {
      this.#append("barrier", [opcode("barrier")]);
      this.#reads = [];
      this.#writes = [];
    }
    this.#reads.push(...reads);
    this.#writes.push(...writes);
  }

  #append(name: InstructionName, words: number[]): void {
    if (words.length * 4 > COUNTER_OFFSET) {
      throw new RangeError(`The instruction ${name} has too many operands`);
    }
    this.#names.push(name);
    this.#words.push(words);
  }

  #scratchOf(name: InstructionName, values: Readonly<Record<string, number | Region | Cell>>): number {
    const operand = (field: string): number => {
      const value = values[field];
      return typeof value === "number" ? value : 1;
    };
    const gradient = values["gradient"];
    const rows = name === "update" ? (gradient as Region).bytes / operand("gradientPitch") : 0;
    return scratchBytes(name, operand, rows);
  }
}
