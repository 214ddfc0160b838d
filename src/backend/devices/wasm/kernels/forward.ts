// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * A layer forward: z = Σ x[k] · W[k] over k in increasing order, each term multiplied and then added to the sum so
 * far, starting from 0; then + bias; then the maximum over the unit's pieces (the first of equal ones wins); then
 * times the dropout mask. With one piece it is a linear layer. Work is shared by panels of units and, where a layer
 * has few units, blocks of rows.
 */
import { Forward } from "./generated/records";
import { gather1, gather10, gather4, tile4x12, tile4x4, tile4x8 } from "./generated/loops";
import { packPanel } from "./panel";
import {
  PANEL_STEPS,
  panelGroups,
  panelStep,
  preparedBlockSize,
  preparedHeader,
  preparedListsOffset,
  preparedPitch,
} from "./portable_sizes";
import { scratchOf, take } from "./threads";

export function forward(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Forward>(pc);
  const rows = load<i32>(o.rows), unitsPerPanel = 4 * panelGroups(o.pieces);
  const panels = (o.units + unitsPerPanel - 1) / unitsPerPanel;
  const rowsPerBlock = ((rows + o.rowBlocks - 1) / o.rowBlocks + 3) & ~3;
  const scratch = scratchOf(control, thread);
  const work = panels * o.rowBlocks;
  for (let i = take(pc); i < work; i = take(pc)) {
    const first = (i % o.rowBlocks) * rowsPerBlock, last = min(first + rowsPerBlock, rows);
    if (first < last) panel(o, (i / o.rowBlocks) * unitsPerPanel, first, last, scratch);
  }
}

/** The units of one panel, from unit u on, for the rows first … last. */
function panel(o: Forward, u: i32, first: i32, last: i32, scratch: usize): void {
  const groups = min(panelGroups(o.pieces), (o.units - u + 3) / 4), vectors = groups * o.pieces;
  const step = panelStep(o.pieces), columns = o.columns, size = preparedBlockSize(columns);
  const bias = scratch + step * PANEL_STEPS, sums = bias + step;
  packBias(o.bias, o.units, o.pieces, u, groups, bias);
  if (columns == 0) memory.fill(sums, 0, <usize> (last - first) * step);
  let block = 0;
  for (let k0 = 0; k0 < columns; k0 += size) {
    const k1 = min(k0 + size, columns);
    packPanel(o.weights, o.weightPitch, o.units, o.pieces, u, groups, k0, k1, scratch);
    multiply(o, block++, k0, k1 - k0, first, last, scratch, vectors, step, sums);
  }
  finish(o, u, groups, first, last, bias, sums, step);
}

/** Adds one block of k to the sums of all rows. */
function multiply(
  o: Forward,
  block: i32,
  k0: i32,
  k: i32,
  first: i32,
  last: i32,
  panel: usize,
  vectors: i32,
  step: usize,
  sums: usize,
): void {
  const pitch = preparedHeader(o.columns), more = block > 0;
  const lists = o.prepared + preparedListsOffset(o.capacity, o.columns);
  for (let g = first; g < last; g += 4) {
    let start = o.prepared + <usize> g * pitch;
    if (load<u32>(start)) {
      denseRows(
        lists + <usize> g * preparedPitch(o.columns) + <usize> k0 * 16,
        panel,
        step,
        k,
        vectors,
        sums,
        more,
      );
      sums += 4 * step;
    } else {
      const end = min(g + 4, last);
      start += <usize> (block + 1) << 2;
      for (let r = g; r < end; r++) {
        sparseRow(<usize> load<u32>(start), <usize> load<u32>(start, 4), panel, vectors, sums, more);
        start += pitch;
        sums += step;
      }
    }
  }
}

function denseRows(a: usize, panel: usize, step: usize, k: i32, vectors: i32, sums: usize, more: bool): void {
  let left = vectors;
  for (; left >= 3 && left != 4; left -= 3) {
    tile4x12(a, panel, step, k, sums, step, more);
    panel += 48;
    sums += 48;
  }
  for (; left >= 2; left -= 2) {
    tile4x8(a, panel, step, k, sums, step, more);
    panel += 32;
    sums += 32;
  }
  if (left == 1) tile4x4(a, panel, step, k, sums, step, more);
}

function sparseRow(list: usize, end: usize, panel: usize, vectors: i32, sums: usize, more: bool): void {
  let v = 0;
  for (; v + 10 <= vectors; v += 10) gather10(list, end, panel + (v << 4), sums + (v << 4), more);
  for (; v + 4 <= vectors; v += 4) gather4(list, end, panel + (v << 4), sums + (v << 4), more);
  for (; v < vectors; v++) gather1(list, end, panel + (v << 4), sums + (v << 4), more);
}

function packBias(bias: usize, units: i32, pieces: i32, u: i32, groups: i32, out: usize): void {
  for (let g = 0; g < groups; g++) {
    for (let p = 0; p < pieces; p++) {
      for (let i = 0; i < 4; i++) {
        const unit = u + 4 * g + i;
        store<f32>(out, unit < units ? load<f32>(bias + (<usize> (unit * pieces + p) << 2)) : 0);
        out += 4;
      }
    }
  }
}

/** Bias, maximum over the pieces, mask; stores the output and the winners. */
function finish(
  o: Forward,
  u: i32,
  groups: i32,
  first: i32,
  last: i32,
  bias: usize,
  sums: usize,
  step: usize,
): void {
  const pieces = o.pieces, pitch = o.outputPitch;
  for (let r = first; r < last; r++) {
    for (let g = 0; g < groups; g++) {
      let at = <usize> (g * pieces) << 4;
      let best = f32x4.add(v128.load(sums + at), v128.load(bias + at)), winner = i32x4.splat(0);
      for (let p = 1; p < pieces; p++) {
        at += 16;
        const value = f32x4.add(v128.load(sums + at), v128.load(bias + at)), larger = f32x4.gt(value, best);
        best = v128.bitselect(value, best, larger);
        winner = v128.bitselect(i32x4.splat(p), winner, larger);
      }
      const to = <usize> r * pitch + (<usize> (u + 4 * g) << 2);
      if (o.mask) best = f32x4.mul(best, v128.load(o.mask + to));
      v128.store(o.output + to, best);
      if (o.winners) {
        const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(winner, winner), winner);
        v128.store32_lane(o.winners + (to >> 2), bytes, 0);
      }
    }
    sums += step;
  }
}
