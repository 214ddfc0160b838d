/**
 * The sizes of what kernels need beside their operands: lists, packed panels, and each thread's scratch memory. This
 * file is compiled twice, by AssemblyScript into the kernels and by TypeScript for whoever reserves the memory
 * (work_memory.ts), so it keeps to what means the same in both: a quotient is cut off by `| 0`, and bytes rounded by
 * `&` are read without a sign by `>>> 0`. Bytes that 32 bits do not hold wrap around in the kernels only: nobody can
 * reserve so many.
 */
import type { i32, usize } from "./integers.d.ts";

/** Bytes of a list's entry: an offset, and the number that goes with it. */
const ENTRY: usize = 8;

/** `bytes`, up to the next multiple of 16. */
/* @inline */ function aligned(bytes: usize): usize {
  return ((bytes + 15) & ~15) >>> 0;
}

// Weight panels (panel.ts): the weights of a few units, [k][group of 4 units][piece][4 units].

/** Groups of four units in a panel: as many as fill ten vectors, 8 units of 5 pieces, 40 units of 1. */
export function panelGroups(pieces: i32): i32 {
  return Math.max(1, 10 / pieces | 0);
}

/** Bytes from one k to the next. */
export function panelStep(pieces: i32): usize {
  return <usize> (panelGroups(pieces) * pieces) << 4;
}

// Prepared rows (prepare.ts): per row a header, then per row its list, or four rows packed.

/** Blocks of inputs: at most 160 inputs each, so that a panel of 160 · 160 bytes stays in the L1 cache. */
export function preparedBlocks(columns: i32): i32 {
  return (columns + 159) / 160 | 0;
}

/** Inputs of a block, a multiple of four; the last one may have fewer. */
export function preparedBlockSize(columns: i32): i32 {
  const blocks = preparedBlocks(columns);
  return blocks == 0 ? 0 : ((columns + blocks - 1) / blocks | 0) + 3 & ~3;
}

/** Bytes of a row's header: whether it is packed, then the addresses of the blocks' lists, then their end. */
/* @inline */ export function preparedHeader(columns: i32): usize {
  return <usize> (preparedBlocks(columns) + 2) << 2;
}

/** Where the lists begin. */
/* @inline */ export function preparedListsOffset(capacity: i32, columns: i32): usize {
  return aligned(<usize> capacity * preparedHeader(columns));
}

/** Bytes of a row's list: four inputs are appended, or packed, at a time, also where the last of them are padding. */
/* @inline */ export function preparedPitch(columns: i32): usize {
  return <usize> ((columns + 3) & ~3) << 3;
}

/** Bytes for `capacity` rows. */
export function preparedBytes(capacity: i32, columns: i32): usize {
  return preparedListsOffset(capacity, columns) + <usize> capacity * preparedPitch(columns);
}

// Lists of winners (input_gradient.ts): per row the addresses of the blocks' lists and their end, then its list.

/** Units of a block: at most 160 weight rows, unless a unit has more. */
export function winnerBlockSize(pieces: i32): i32 {
  return Math.max(1, 160 / pieces | 0);
}

/* @inline */ export function winnerBlocks(units: i32, pieces: i32): i32 {
  return (units + winnerBlockSize(pieces) - 1) / winnerBlockSize(pieces) | 0;
}

/** Where the lists begin. */
/* @inline */ export function winnerListsOffset(capacity: i32, blocks: i32): usize {
  return aligned(<usize> (capacity * (blocks + 1)) * 4);
}

/** Bytes for `capacity` rows. */
export function listBytes(capacity: i32, units: i32, pieces: i32): usize {
  return winnerListsOffset(capacity, winnerBlocks(units, pieces)) + <usize> capacity * <usize> units * ENTRY;
}

// Scratch: what each thread has for itself.

/** `forward`: a panel (at most 163 steps), the bias (one step), then one step of sums per row. */
export const PANEL_STEPS: usize = 164;

export function forwardScratch(pieces: i32, rows: i32): usize {
  return panelStep(pieces) * (PANEL_STEPS + 1 + <usize> rows);
}

/** `inputGradient`: bytes of a weight row in one panel; 160 rows make 25 kB, which stay in the L1 cache. */
export const WINNER_PITCH: usize = 160;
/** Bytes of a weight row that a thread takes at a time: whole panels. */
export const WINNER_CHUNK: usize = 1600;

export function inputGradientScratch(pieces: i32): usize {
  return <usize> (winnerBlockSize(pieces) * pieces) * WINNER_CHUNK;
}

/** `update`: per piece the end of its list, then the lists, an entry per row of the batch each. */
/* @inline */ export function updateListsOffset(pieces: i32): usize {
  return aligned(<usize> pieces * 4);
}

export function updateScratch(pieces: i32, rows: i32): usize {
  return updateListsOffset(pieces) + <usize> pieces * <usize> rows * ENTRY;
}

/** `gemm`: rows and k of a packed block of A. */
export const GEMM_ROWS: i32 = 200;
export const GEMM_K: i32 = 400;
/** Columns of a packed block of B, and where it lies; then one tile of 4 × 12 floats. */
export const GEMM_COLUMNS: i32 = 96;
export const GEMM_PACKED_B: usize = 4 * GEMM_ROWS * GEMM_K;
export const GEMM_EDGE: usize = GEMM_PACKED_B + 4 * GEMM_COLUMNS * GEMM_K;
export const GEMM_SCRATCH: usize = GEMM_EDGE + 4 * 4 * 12;

/** `rbfForward`: the results of two units, then the panel of the rows, a step for each column and its padding. */
export const RBF_RESULTS: usize = 192;

export function rbfForwardScratch(columns: i32): usize {
  return RBF_RESULTS + panelStep(1) * <usize> ((columns + 3) & ~3);
}

/** Output layers that keep a float64 per class. */
export function classScratch(classes: i32): usize {
  return <usize> classes << 3;
}

/** Random numbers: a row's draws, made twelve blocks of two words at once; a vector is read from beyond them. */
export function drawsScratch(columns: i32): usize {
  return <usize> (((columns + 2 >> 1) + 11) / 12 | 0) * 96 + 16;
}
