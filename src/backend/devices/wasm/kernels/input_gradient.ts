// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * The gradient by a layer's input: dx[k] = Σ over units u, in increasing order, of coefficient[u] · W[winner of u][k],
 * each term multiplied and then added, starting from 0; then times the dropout mask of that input. Only the winning
 * piece of a unit has a gradient and dropped units have none, so first the rows that count are listed per sample.
 *
 * Memory of the lists: per row `blocks + 1` words (addresses at which the list of each block of units starts, then
 * the end), 16-byte aligned as a whole; after that 8 bytes per unit.
 */
import { CONTROL_THREADS, InputGradient, WinnerLists } from "./generated/records";
import { gather1, gather10, gather4, gatherMasked1, gatherMasked10, gatherMasked4 } from "./generated/loops";
import {
  WINNER_CHUNK,
  WINNER_PITCH,
  winnerBlocks,
  winnerBlockSize,
  winnerListsOffset,
} from "./portable_sizes";
import { scratchOf, take } from "./threads";

export function winnerLists(pc: usize): void {
  const o = changetype<WinnerLists>(pc);
  const rows = load<i32>(o.rows),
    perBlock = winnerBlockSize(o.pieces),
    blocks = winnerBlocks(o.units, o.pieces);
  const lists = o.lists + winnerListsOffset(o.capacity, blocks);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const gradient = o.gradient + <usize> r * o.pitch, winners = o.winners + <usize> r * (o.pitch >> 2);
    let start = o.lists + (<usize> (r * (blocks + 1)) << 2), list = lists + (<usize> (r * o.units) << 3);
    for (let u0 = 0; u0 < o.units; u0 += perBlock) {
      store<u32>(start, <u32> list);
      start += 4;
      const end = min(u0 + perBlock, o.units);
      let row: usize = 0;
      for (let u = u0; u < end; u++) {
        const coefficient = load<f32>(gradient + (<usize> u << 2));
        const winner = o.winners ? <usize> load<u8>(winners + u) : 0;
        store<u32>(list, <u32> (row + winner * WINNER_PITCH));
        store<f32>(list, coefficient, 4);
        list += coefficient != 0 ? 8 : 0;
        row += WINNER_PITCH * o.pieces;
      }
    }
    store<u32>(start, <u32> list);
  }
}

export function inputGradient(pc: usize, control: usize, thread: i32): void {
  const o = changetype<InputGradient>(pc);
  const rows = load<i32>(o.rows), pitch = o.weightPitch, scratch = scratchOf(control, thread);
  const threads = load<i32>(control + CONTROL_THREADS), parts: usize = threads == 1 ? 1 : 4 * threads;
  const chunk = min(WINNER_CHUNK, (pitch + WINNER_PITCH * parts - 1) / (WINNER_PITCH * parts) * WINNER_PITCH);
  for (let k = <usize> take(pc) * chunk; k < pitch; k = <usize> take(pc) * chunk) {
    columns(o, rows, k, min(k + chunk, pitch), scratch);
  }
}

/** Bytes k0 … k1 of every output row. */
function columns(o: InputGradient, rows: i32, k0: usize, k1: usize, panels: usize): void {
  const perBlock = winnerBlockSize(o.pieces), blocks = winnerBlocks(o.units, o.pieces);
  if (blocks == 0) {
    for (let r = 0; r < rows; r++) memory.fill(o.output + <usize> r * o.weightPitch + k0, 0, k1 - k0);
  }
  for (let j = 0; j < blocks; j++) {
    const u0 = j * perBlock, weightRows = min(perBlock, o.units - u0) * o.pieces;
    const panelBytes = <usize> (perBlock * o.pieces) * WINNER_PITCH;
    packRows(
      o.weights + <usize> (u0 * o.pieces) * o.weightPitch,
      o.weightPitch,
      weightRows,
      k0,
      k1,
      panels,
      panelBytes,
    );
    let panel = panels;
    for (let k = k0; k < k1;) {
      const rest = k1 - k, width: usize = rest >= 160 ? 160 : rest >= 64 ? 64 : 16;
      allRows(o, rows, j, blocks, k, width, panel);
      k += width;
      panel += width == 160 ? panelBytes : width;
    }
  }
}

/** Adds one block of units to `width` bytes of every row; the last block multiplies by the mask. */
function allRows(
  o: InputGradient,
  rows: i32,
  j: i32,
  blocks: i32,
  k: usize,
  width: usize,
  panel: usize,
): void {
  let start = o.lists + (<usize> j << 2), to = o.output + k, mask = o.mask + k;
  const more = j > 0, masked = o.mask != 0 && j == blocks - 1;
  for (let r = 0; r < rows; r++) {
    const list = <usize> load<u32>(start), end = <usize> load<u32>(start, 4);
    if (masked) {
      if (width == 160) gatherMasked10(list, end, panel, to, more, mask);
      else if (width == 64) gatherMasked4(list, end, panel, to, more, mask);
      else gatherMasked1(list, end, panel, to, more, mask);
    } else if (width == 160) gather10(list, end, panel, to, more);
    else if (width == 64) gather4(list, end, panel, to, more);
    else gather1(list, end, panel, to, more);
    start += <usize> (blocks + 1) << 2;
    to += o.weightPitch;
    mask += o.weightPitch;
  }
}

/** Copies bytes k0 … k1 of the weight rows into panels of 160 bytes per row: read in order, written to the L2 cache. */
function packRows(
  from: usize,
  pitch: usize,
  rows: i32,
  k0: usize,
  k1: usize,
  panels: usize,
  panelBytes: usize,
): void {
  for (let r = 0; r < rows; r++) {
    let p = from + <usize> r * pitch + k0, to = panels + <usize> r * WINNER_PITCH;
    const end = p + (k1 - k0);
    for (; p + 160 <= end; p += 160) {
      memory.copy(to, p, 160);
      to += panelBytes;
    }
    for (; p < end; p += 16) {
      v128.store(to, v128.load(p));
      to += 16;
    }
  }
}
