// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Everything random, straight from the counter-based generator: element (r, j) of a [rows, columns] matrix uses
 * draw r · columns + j of the given key and substream, as `src/random` numbers them (word i mod 2 of the block
 * whose counter is (floor(i / 2), substream)). So nothing depends on which thread makes which row.
 */
import { Dropout, Mask, MaskFrom, NormalNoise, SignNoise, UniformNoise } from "./generated/records";
import { cosineOfTurn, log, sineOfTurn } from "./elementary";
import { threefry } from "./generated/loops";
import { scratchOf, take } from "./threads";

/** Writes the words of row r to scratch; returns the address of the first one. */
function rowWords(scratch: usize, row: i32, columns: i32, key: usize, substream: i32): usize {
  const first = row * columns;
  threefry(scratch, (columns + 2) >> 1, load<i32>(key), load<i32>(key, 4), first >>> 1, substream);
  return scratch + (<usize> (first & 1) << 2);
}

export function mask(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Mask>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), scratch = scratchOf(control, thread);
  const threshold = i32x4.splat(load<i32>(o.threshold)), scale = f32x4.splat(load<f32>(o.scale));
  for (let r = take(pc); r < rows; r = take(pc)) {
    const words = rowWords(scratch, r, o.columns, o.key, substream), to = o.output + <usize> r * o.pitch;
    for (let at: usize = 0; at < o.pitch; at += 16) {
      v128.store(to + at, v128.and(i32x4.le_u(v128.load(words + at), threshold), scale));
    }
  }
}

export function maskFrom(pc: usize, control: usize, thread: i32): void {
  const o = changetype<MaskFrom>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), scratch = scratchOf(control, thread);
  const threshold = i32x4.splat(load<i32>(o.threshold)), scale = f32x4.splat(load<f32>(o.scale));
  const first = load<i32>(o.first);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const words = rowWords(scratch, first + r, o.columns, o.key, substream),
      to = o.output + <usize> r * o.pitch;
    for (let at: usize = 0; at < o.pitch; at += 16) {
      v128.store(to + at, v128.and(i32x4.le_u(v128.load(words + at), threshold), scale));
    }
    clearTail(to, o.columns, o.pitch);
  }
}

export function dropout(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Dropout>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), scratch = scratchOf(control, thread);
  const threshold = i32x4.splat(load<i32>(o.threshold)), scale = f32x4.splat(load<f32>(o.scale));
  for (let r = take(pc); r < rows; r = take(pc)) {
    const words = rowWords(scratch, r, o.columns, o.key, substream), at = <usize> r * o.pitch;
    const from = o.input + at, to = o.output + at;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const kept = i32x4.le_u(v128.load(words + k), threshold);
      v128.store(to + k, v128.and(f32x4.mul(v128.load(from + k), scale), kept));
    }
  }
}

/** u = (word >>> 8) · 2^-24; the noise is (2u - 1) · ε: 2u - 1 is exact. */
export function uniformNoise(pc: usize, control: usize, thread: i32): void {
  const o = changetype<UniformNoise>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), scratch = scratchOf(control, thread);
  const epsilon = f32x4.splat(load<f32>(o.epsilon));
  const step = f32x4.splat(<f32> 1 / <f32> 8388608), one = f32x4.splat(1);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const words = rowWords(scratch, r, o.columns, o.key, substream), at = <usize> r * o.pitch;
    const from = o.input + at, to = o.output + at;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const bits = f32x4.convert_i32x4_u(i32x4.shr_u(v128.load(words + k), 8));
      const noise = f32x4.mul(f32x4.sub(f32x4.mul(bits, step), one), epsilon);
      v128.store(to + k, f32x4.add(v128.load(from + k), noise));
    }
    clearTail(to, o.columns, o.pitch);
  }
}

export function signNoise(pc: usize, control: usize, thread: i32): void {
  const o = changetype<SignNoise>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), scratch = scratchOf(control, thread);
  const up = load<f32>(o.epsilon), plus = f32x4.splat(up), minus = f32x4.splat(-up), zero = i32x4.splat(0);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const words = rowWords(scratch, r, o.columns, o.key, substream), at = <usize> r * o.pitch;
    const from = o.input + at, to = o.output + at;
    for (let k: usize = 0; k < o.pitch; k += 16) {
      const low = i32x4.ge_s(v128.load(words + k), zero); // below 2^31
      v128.store(to + k, f32x4.add(v128.load(from + k), v128.bitselect(plus, minus, low)));
    }
    clearTail(to, o.columns, o.pitch);
  }
}

/** Box and Muller's transform of pairs of words, in float64 as `Rng.normal` does it, rounded to float32. */
export function normalNoise(pc: usize, control: usize, thread: i32): void {
  const o = changetype<NormalNoise>(pc);
  const rows = load<i32>(o.rows), substream = load<i32>(o.substream), columns = o.columns;
  const scratch = scratchOf(control, thread);
  for (let r = take(pc); r < rows; r = take(pc)) {
    rowWords(scratch, r, columns, o.key, substream);
    const to = o.output + <usize> r * o.pitch;
    let words = scratch;
    for (let j = -((r * columns) & 1); j < columns; j += 2) { // a pair may begin in the row before
      const radius = sqrt<f64>(-2 * log((<f64> load<u32>(words) + 1) / 4294967296));
      const u = <f64> load<u32>(words, 4) / 4294967296;
      if (j >= 0) store<f32>(to + (<usize> j << 2), <f32> (radius * cosineOfTurn(u)));
      if (j + 1 < columns) store<f32>(to + (<usize> (j + 1) << 2), <f32> (radius * sineOfTurn(u)));
      words += 8;
    }
    clearTail(to, columns, o.pitch);
  }
}

function clearTail(row: usize, columns: i32, pitch: usize): void {
  for (let at = <usize> columns << 2; at < pitch; at += 4) store<f32>(row + at, 0);
}
