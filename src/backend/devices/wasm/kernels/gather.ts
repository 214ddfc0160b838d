// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Batches: rows of a data set in the heap, picked by an index. Bytes become byte / 255 as float32; the division is
 * IEEE's, so it is the float32 nearest to the quotient. A row ends with zeros up to its pitch.
 */
import { GatherBytes, GatherFloats, GatherLabels, Unlabel } from "./generated/records";
import { take } from "./threads";

/** Data are read up to 3 bytes beyond a row, so a data set needs 4 spare bytes at its end. */
export function gatherBytes(pc: usize): void {
  const o = changetype<GatherBytes>(pc);
  const rows = load<i32>(o.rows), offset = load<i32>(o.offset), columns = o.columns;
  const scale = f32x4.splat(255);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const from = o.data + <usize> load<u32>(o.index + (<usize> (offset + r) << 2)) * <usize> columns;
    const to = o.output + <usize> r * o.pitch;
    for (let k = 0; k < columns; k += 4) {
      const bytes = v128.load32_zero(from + k);
      const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
      v128.store(to + (<usize> k << 2), f32x4.div(f32x4.convert_i32x4_u(words), scale));
    }
    clearTail(to, columns, o.pitch);
  }
}

export function gatherFloats(pc: usize): void {
  const o = changetype<GatherFloats>(pc);
  const rows = load<i32>(o.rows), offset = load<i32>(o.offset), bytes = <usize> o.columns << 2;
  for (let r = take(pc); r < rows; r = take(pc)) {
    const from = o.data + <usize> load<u32>(o.index + (<usize> (offset + r) << 2)) * bytes;
    const to = o.output + <usize> r * o.pitch;
    memory.copy(to, from, bytes);
    clearTail(to, o.columns, o.pitch);
  }
}

function clearTail(row: usize, columns: i32, pitch: usize): void {
  for (let at = <usize> columns << 2; at < pitch; at += 4) store<f32>(row + at, 0);
}

export function gatherLabels(pc: usize): void {
  if (take(pc) != 0) return;
  const o = changetype<GatherLabels>(pc);
  const rows = load<i32>(o.rows), offset = load<i32>(o.offset);
  for (let r = 0; r < rows; r++) {
    const index = <usize> load<u32>(o.index + (<usize> (offset + r) << 2));
    store<i32>(o.output + (<usize> r << 2), <i32> load<u8>(o.labels + index));
  }
}

export function unlabel(pc: usize): void {
  if (take(pc) != 0) return;
  const o = changetype<Unlabel>(pc);
  const rows = load<i32>(o.rows);
  for (let r = 0; r < rows; r++) store<i32>(o.output + (<usize> r << 2), -1);
}
