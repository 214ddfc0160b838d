/** How much memory of its own a kernel needs, by the layouts that the kernels' headers give. */
import type { KernelName } from "./kernel_set.ts";

/** Scratch bytes that a kernel needs per thread, where it needs any; `rows` is how many rows a batch has at most. */
export function scratchBytes(name: KernelName, operand: (field: string) => number, rows: number): number {
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

/** Bytes of what `prepare` writes. */
export function preparedBytes(capacity: number, columns: number): number {
  const rows = Math.ceil(capacity / 4) * 4;
  return rows * 4 * (Math.ceil(columns / 160) + 2) + 16 + rows * Math.ceil(columns / 4) * 32 + 64;
}

/** Bytes of what `winnerLists` writes. */
export function listBytes(capacity: number, units: number, pieces: number): number {
  const blocks = Math.ceil(units / Math.max(1, Math.floor(160 / pieces)));
  return capacity * (blocks + 1) * 4 + 16 + capacity * units * 8 + 64;
}

/** A layer with few panels shares its work by rows too: at least sixteen pieces of work where there are the rows. */
export function rowBlocks(units: number, pieces: number, capacity: number): number {
  const panels = Math.ceil(units / (4 * Math.max(1, Math.floor(10 / pieces))));
  return Math.max(1, Math.min(Math.ceil(16 / panels), Math.floor(capacity / 4)));
}
