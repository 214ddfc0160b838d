// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Matrix products of any size: C = A·B, Aᵀ·B or A·Bᵀ (layout 0, 1, 2), rows with a pitch in bytes. Every element of
 * C is Σ over k in increasing order, multiplied and then added, starting from 0, exactly as the plain loop would:
 * blocks of k only interrupt the sum, they do not regroup it.
 *
 * Threads take tiles of 200 × 400 elements. A tile packs its rows of A as [m / 5][k][5] and 80 columns of B at a time
 * as [n / 8][k][8], padded with zeros, and multiplies 5 × 8 elements at a time.
 */
import { Gemm } from "./generated/instructions";
import { tile5x8 } from "./generated/loops";
import { scratchOf, take } from "./threads";

const TILE_M: i32 = 200;
const TILE_N: i32 = 400;
const BLOCK_K: i32 = 400;
const PANEL_N: i32 = 80;

/** Scratch: A 200 × 400 floats, B 80 × 400 floats, one 5 × 8 tile. */
const PACKED_B: usize = 4 * 200 * 400;
const EDGE: usize = PACKED_B + 4 * 80 * 400;

export function gemm(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Gemm>(pc);
  const scratch = scratchOf(control, thread);
  const tilesM = (o.m + TILE_M - 1) / TILE_M, tilesN = (o.n + TILE_N - 1) / TILE_N;
  const perMatrix = tilesM * tilesN, work = perMatrix * o.batches;
  for (let i = take(pc); i < work; i = take(pc)) {
    const batch = <usize> (i / perMatrix), tile = i % perMatrix;
    const m0 = tile % tilesM * TILE_M, n0 = tile / tilesM * TILE_N;
    const a = o.a + batch * o.batchA, b = o.b + batch * o.batchB, c = o.c + batch * o.batchC;
    product(o, a, b, c, m0, min(m0 + TILE_M, o.m), n0, min(n0 + TILE_N, o.n), scratch);
  }
}

function product(
  o: Gemm,
  a: usize,
  b: usize,
  c: usize,
  m0: i32,
  m1: i32,
  n0: i32,
  n1: i32,
  scratch: usize,
): void {
  if (o.k == 0) {
    for (let m = m0; m < m1; m++) {
      memory.fill(c + <usize> m * o.pitchC + (<usize> n0 << 2), 0, <usize> (n1 - n0) << 2);
    }
  }
  const panels = scratch + PACKED_B, edge = scratch + EDGE;
  for (let k0 = 0; k0 < o.k; k0 += BLOCK_K) {
    const k1 = min(k0 + BLOCK_K, o.k), k = k1 - k0;
    if (o.layout == 1) packRows(a, 4, o.pitchA, m0, m1, k0, k1, scratch);
    else packRows(a, o.pitchA, 4, m0, m1, k0, k1, scratch);
    for (let n = n0; n < n1; n += PANEL_N) {
      const last = min(n + PANEL_N, n1);
      packColumns(o, b, n, last, k0, k1, panels);
      let panel = panels;
      for (let j = n; j < last; j += 8) {
        strip(c, o.pitchC, m0, m1, j, min(8, last - j), k, scratch, panel, edge, k0 > 0);
        panel += <usize> k << 5;
      }
    }
  }
}

/** Eight columns of C (or `columns`, at the edge) for all rows of the tile. */
function strip(
  c: usize,
  pitch: usize,
  m0: i32,
  m1: i32,
  n: i32,
  columns: i32,
  k: i32,
  rowsOfA: usize,
  panel: usize,
  edge: usize,
  more: bool,
): void {
  for (let m = m0; m < m1; m += 5) {
    const to = c + <usize> m * pitch + (<usize> n << 2), rows = min(5, m1 - m);
    if (rows == 5 && columns == 8) tile5x8(rowsOfA, panel, 32, k, to, pitch, more);
    else {
      if (more) copyTile(to, pitch, edge, 32, rows, columns);
      tile5x8(rowsOfA, panel, 32, k, edge, 32, more);
      copyTile(edge, 32, to, pitch, rows, columns);
    }
    rowsOfA += <usize> k * 20;
  }
}

function copyTile(from: usize, fromPitch: usize, to: usize, toPitch: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(
        to + <usize> i * toPitch + (<usize> j << 2),
        load<f32>(from + <usize> i * fromPitch + (<usize> j << 2)),
      );
    }
  }
}

/** Rows m0 … m1 of A; element (m, k) lies at a + m · rowStep + k · step. */
function packRows(
  a: usize,
  rowStep: usize,
  step: usize,
  m0: i32,
  m1: i32,
  k0: i32,
  k1: i32,
  to: usize,
): void {
  for (let m = m0; m < m1; m += 5) {
    let from = a + <usize> m * rowStep + <usize> k0 * step;
    if (m + 5 <= m1) {
      for (let k = k0; k < k1; k++) {
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from + rowStep), 4);
        store<f32>(to, load<f32>(from + 2 * rowStep), 8);
        store<f32>(to, load<f32>(from + 3 * rowStep), 12);
        store<f32>(to, load<f32>(from + 4 * rowStep), 16);
        from += step;
        to += 20;
      }
    } else {
      for (let k = k0; k < k1; k++) {
        for (let i = 0; i < 5; i++) {
          store<f32>(to + (<usize> i << 2), m + i < m1 ? load<f32>(from + <usize> i * rowStep) : 0);
        }
        from += step;
        to += 20;
      }
    }
  }
}

/** Columns n … last of B, eight by eight. */
function packColumns(o: Gemm, b: usize, n: i32, last: i32, k0: i32, k1: i32, to: usize): void {
  const k = k1 - k0, size = <usize> k << 5;
  let j = n;
  if (o.layout != 2) {
    const whole = (last - n) / 8;
    packPlain(b + <usize> k0 * o.pitchB + (<usize> n << 2), o.pitchB, k, whole, to, size);
    j += 8 * whole;
    to += <usize> whole * size;
    if (j < last) packFew(b + <usize> k0 * o.pitchB + (<usize> j << 2), o.pitchB, 4, last - j, k, to);
    return;
  }
  for (; j < last; j += 8) {
    const from = b + <usize> j * o.pitchB + (<usize> k0 << 2);
    if (j + 8 <= last) packTransposed(from, o.pitchB, k, to);
    else packFew(from, 4, o.pitchB, last - j, k, to);
    to += size;
  }
}

/** Row by row through all strips of eight columns, since the rows of a wide matrix are far apart. */
function packPlain(from: usize, pitch: usize, k: i32, strips: i32, to: usize, size: usize): void {
  for (; k > 0; k--) {
    let p = from, q = to;
    for (let i = 0; i < strips; i++) {
      v128.store(q, v128.load(p));
      v128.store(q, v128.load(p, 16), 16);
      p += 32;
      q += size;
    }
    from += pitch;
    to += 32;
  }
}

function packFew(from: usize, step: usize, columnStep: usize, columns: i32, k: i32, to: usize): void {
  for (; k > 0; k--) {
    for (let j = 0; j < 8; j++) {
      store<f32>(to + (<usize> j << 2), j < columns ? load<f32>(from + <usize> j * columnStep) : 0);
    }
    from += step;
    to += 32;
  }
}

/** 4 × 4 floats are turned around at a time. */
function packTransposed(from: usize, pitch: usize, k: i32, to: usize): void {
  for (; k >= 4; k -= 4) {
    transposeFour(from, pitch, to);
    transposeFour(from + 4 * pitch, pitch, to + 16);
    from += 16;
    to += 128;
  }
  packFew(from, 4, pitch, 8, k, to);
}

function transposeFour(from: usize, pitch: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + pitch);
  const c = v128.load(from + 2 * pitch), d = v128.load(from + 3 * pitch);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96);
}
