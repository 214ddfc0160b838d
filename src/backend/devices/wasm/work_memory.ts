/**
 * The memory that kernels need beside a program's regions, by the sizes that they are compiled with
 * (kernels/portable_sizes.ts): lists, which one record writes and another reads, and scratch, which each thread has
 * for itself.
 */
import type { KernelName } from "./kernel_set.ts";
import {
  classScratch,
  drawsScratch,
  forwardScratch,
  GEMM_SCRATCH,
  inputGradientScratch,
  panelGroups,
  rbfForwardScratch,
  updateScratch,
} from "./kernels/portable_sizes.ts";

export { listBytes, preparedBytes } from "./kernels/portable_sizes.ts";

/** The numbers that a record has for its operands. */
type OperandNumber = (field: string) => number;

const draws = (operand: OperandNumber): number => drawsScratch(operand("columns"));
const classes = (operand: OperandNumber): number => classScratch(operand("classes"));

/** What each kernel that uses scratch needs of it. */
const SCRATCH: Partial<Record<KernelName, (operand: OperandNumber, rows: number) => number>> = {
  mask: draws,
  maskFrom: draws,
  dropout: draws,
  uniformNoise: draws,
  signNoise: draws,
  normalNoise: draws,
  forward: (operand) => forwardScratch(operand("pieces"), operand("capacity")),
  inputGradient: (operand) => inputGradientScratch(operand("pieces")),
  update: (operand, rows) => updateScratch(operand("pieces"), rows),
  softmax: classes,
  softmaxTangent: classes,
  gemm: () => GEMM_SCRATCH,
  rbfForward: (operand) => rbfForwardScratch(operand("columns")),
};

/**
 * Scratch bytes that a record needs for each thread.
 *
 * @param operand the number that the record has for an operand of the kind "count"
 * @param rows the most rows that `update` may meet; nothing else asks for it
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(scratchBytes("softmax", () => 10, 0), 80);
 * assertEquals(scratchBytes("multiply", () => 10, 0), 0);
 * ```
 */
export function scratchBytes(name: KernelName, operand: OperandNumber, rows: number): number {
  return SCRATCH[name]?.(operand, rows) ?? 0;
}

/**
 * Into how many blocks of rows `forward` divides its work: a layer with few panels shares it by rows too, so that
 * there are at least sixteen pieces of work where there are the rows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(rowBlocks(10, 1, 100), 16); // one panel
 * assertEquals(rowBlocks(240, 5, 100), 1); // thirty panels
 * ```
 */
export function rowBlocks(units: number, pieces: number, capacity: number): number {
  const panels = Math.ceil(units / (4 * panelGroups(pieces)));
  return Math.max(1, Math.min(Math.ceil(16 / panels), Math.floor(capacity / 4)));
}
