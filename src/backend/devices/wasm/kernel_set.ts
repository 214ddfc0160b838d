/**
 * What the kernels execute: records of 192 bytes in shared memory. A record is the opcode, the operands as 32-bit words
 * in the order below, and at byte 128, on a cache line of its own, the counter from which threads take their share of
 * the work. Most records are a program's instruction as it is; those that only this device has are described here, and
 * `lowering.ts` makes them.
 */
import { INSTRUCTIONS } from "../../program/instructions.ts";
import type { OperandKind } from "../../program/operands.ts";

const I = INSTRUCTIONS;
const rows = "cell i32";

/** Records with their operands; the order gives the opcodes. */
export type Records = Readonly<Record<string, Readonly<Record<string, OperandKind>>>>;

/** Every record. For each with operands kernels/ has a function of its name. */
export const KERNELS = {
  /** Ends a program; all threads meet. */
  end: {},
  /** All threads meet: what was written before is visible after. */
  barrier: {},
  /** Stops the thread with this number by a trap; for the tests of the pool. */
  trap: { thread: "count" },
  gatherBytes: I.gatherBytes,
  gatherFloats: I.gatherFloats,
  gatherLabels: I.gatherLabels,
  mask: I.mask,
  dropout: I.dropout,
  uniformNoise: I.uniformNoise,
  signNoise: I.signNoise,
  signStep: I.signStep,
  /** Lists of non-zero inputs, or packed rows where there are few zeros: what `forward` reads. */
  prepare: {
    rows,
    capacity: "count",
    columns: "count",
    pieces: "count",
    input: "in f32",
    pitch: "pitch",
    prepared: "out u32",
  },
  /** The instruction `forward` on prepared rows; blocks of them are shared among threads. */
  forward: {
    rows,
    capacity: "count",
    rowBlocks: "count",
    columns: "count",
    units: "count",
    pieces: "count",
    prepared: "in u32",
    weights: "in f32",
    weightPitch: "pitch",
    bias: "in f32",
    mask: "in? f32",
    output: "out f32",
    outputPitch: "pitch",
    winners: "out? u8",
  },
  /** Lists of the winners' rows and their coefficients: what `inputGradient` reads. */
  winnerLists: {
    rows,
    capacity: "count",
    units: "count",
    pieces: "count",
    gradient: "in f32",
    pitch: "pitch",
    winners: "in? u8",
    lists: "out u32",
  },
  /** The instruction `inputGradient` on such lists. */
  inputGradient: {
    rows,
    capacity: "count",
    units: "count",
    pieces: "count",
    lists: "in u32",
    weights: "in f32",
    weightPitch: "pitch",
    mask: "in? f32",
    output: "out f32",
  },
  update: I.update,
  softmax: I.softmax,
  bernoulli: I.bernoulli,
  score: I.score,
  activation: I.activation,
  activationGradient: I.activationGradient,
  multiply: I.multiply,
  addScaled: I.addScaled,
  rowNorms: I.rowNorms,
  gemm: I.gemm,
  rbfForward: I.rbfForward,
  rbfCost: I.rbfCost,
  rbfGradient: I.rbfGradient,
  rbfInputGradient: I.rbfInputGradient,
  adam: I.adam,
  rowMeans: I.rowMeans,
  exponential: I.exponential,
  unlabel: I.unlabel,
  normalNoise: I.normalNoise,
  rotate: I.rotate,
  rotateAdjoint: I.rotateAdjoint,
  scaledStep: I.scaledStep,
  scaledStepAdjoint: I.scaledStepAdjoint,
  tangent: I.tangent,
  softmaxTangent: I.softmaxTangent,
  maskFrom: I.maskFrom,
  clipCost: I.clipCost,
} as const satisfies Records;

/** The name of a record. */
export type KernelName = keyof typeof KERNELS;

/** The records that have a kernel; the others, which have no operands, are the interpreter's. */
export type KernelWithFunction = {
  [N in KernelName]: keyof (typeof KERNELS)[N] extends never ? never : N;
}[KernelName];

/** Bytes of one record, and where its work counter lies. */
export const RECORD_BYTES = 192;
export const COUNTER_OFFSET = 128;

/** The opcode of a record. */
export function opcode(name: KernelName): number {
  return Object.keys(KERNELS).indexOf(name);
}
