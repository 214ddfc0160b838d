// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * What the forward product reads of a layer's input. Blank pixels and dropped units are exact zeros, and adding an
 * exact zero changes nothing, so for every row the non-zero inputs are listed: (byte offset in the weight panel,
 * value). Of four rows with few zeros the plain values are packed as [k][4] instead, for the dense tile.
 * Both add the same terms in the same order, so the choice cannot be seen in the result.
 *
 * Memory: per row `blocks + 2` words (1 where the row is packed densely, then the addresses at which its list for
 * each block of k starts, then the end), 16-byte aligned as a whole; after that 8 bytes per
 * element, columns rounded up to a multiple of four.
 */
import { Prepare } from "./generated/records";
import {
  panelStep,
  preparedBlockSize,
  preparedHeader,
  preparedListsOffset,
  preparedPitch,
} from "./portable_sizes";
import { take } from "./threads";
import { transposeFour } from "./transpose";

/** Rows with more non-zero inputs than 3/4 go to the dense tile, which is that much faster per term. */
/* @inline */ function isDense(active: i32, inputs: i32): bool {
  return active * 4 > inputs * 3;
}

export function prepare(pc: usize): void {
  const o = changetype<Prepare>(pc);
  const rows = load<i32>(o.rows), columns = o.columns, groups = (rows + 3) / 4;
  const step = panelStep(o.pieces), pitch = preparedHeader(columns);
  const lists = o.prepared + preparedListsOffset(o.capacity, columns);
  for (let g = take(pc); g < groups; g = take(pc)) {
    const first = g * 4, last = min(first + 4, rows);
    let active = 0;
    for (let r = first; r < last; r++) active += countActive(o.input + <usize> r * o.pitch, columns);
    const dense = last - first == 4 && isDense(active, 4 * columns);
    const start = o.prepared + <usize> first * pitch, list = lists + <usize> first * preparedPitch(columns);
    store<u32>(start, dense ? 1 : 0);
    if (dense) packRows(o.input + <usize> first * o.pitch, o.pitch, columns, list);
    else {
      for (let r = 0; r < last - first; r++) {
        listRow(
          o.input + <usize> (first + r) * o.pitch,
          columns,
          step,
          list + <usize> r * preparedPitch(columns),
          start + <usize> r * pitch + 4,
        );
      }
    }
  }
}

function countActive(row: usize, columns: i32): i32 {
  const zero = f32x4.splat(0);
  let count = 0;
  for (let k = 0; k < columns; k += 4) {
    count += popcnt(v128.bitmask<i32>(f32x4.ne(v128.load(row + (<usize> k << 2)), zero)));
  }
  return count;
}

function listRow(row: usize, columns: i32, step: usize, list: usize, starts: usize): void {
  const size = preparedBlockSize(columns), zero = f32x4.splat(0);
  for (let k0 = 0; k0 < columns; k0 += size) {
    store<u32>(starts, <u32> list);
    starts += 4;
    const end = min(k0 + size, columns);
    let offset: u32 = 0;
    for (let k = k0; k < end; k += 4) {
      const at = row + (<usize> k << 2);
      const active = v128.bitmask<i32>(f32x4.ne(v128.load(at), zero));
      if (active) {
        list = append(list, offset, load<f32>(at), active & 1);
        list = append(list, offset + <u32> step, load<f32>(at, 4), active & 2);
        list = append(list, offset + 2 * <u32> step, load<f32>(at, 8), active & 4);
        list = append(list, offset + 3 * <u32> step, load<f32>(at, 12), active & 8);
      }
      offset += 4 * <u32> step;
    }
  }
  store<u32>(starts, <u32> list);
}

/** Without a branch: the entry is written in any case and counts if it is active. */
/* @inline */ function append(list: usize, offset: u32, value: f32, active: i32): usize {
  store<u32>(list, offset);
  store<f32>(list, value, 4);
  return active ? list + 8 : list;
}

/** Four by four; writes up to three rows of four beyond the last column. */
function packRows(row: usize, pitch: usize, columns: i32, out: usize): void {
  for (let k = 0; k < columns; k += 4) {
    transposeFour(row, pitch, out, 16);
    row += 16;
    out += 64;
  }
}
