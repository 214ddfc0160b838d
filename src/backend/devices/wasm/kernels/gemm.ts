// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Matrix products of any size: C = A·B, Aᵀ·B or A·Bᵀ (layouts nn, tn, nt), rows with a pitch in bytes. Every element of
 * C is Σ over k in increasing order, multiplied and then added, starting from 0, exactly as the plain loop would:
 * blocks of k only interrupt the sum, they do not regroup it.
 *
 * Threads take tiles of 200 × 480 elements, narrower ones where there would be few for each thread. A tile packs its
 * rows of A as [m / 4][k][4] and 96 columns of B at a time as [n / 12][k][12], padded with zeros, and multiplies
 * 4 × 12 elements at a time. With few columns A is read where it lies, since packing it would take as long.
 */
import { CONTROL_THREADS, Gemm, LAYOUT_NT, LAYOUT_TN } from "./generated/records";
import { tile4x12, tile4x12direct } from "./generated/loops";
import { GEMM_COLUMNS, GEMM_EDGE, GEMM_K, GEMM_PACKED_B, GEMM_ROWS } from "./portable_sizes";
import { scratchOf, take } from "./threads";
import { transposeFour } from "./transpose";

const TILE_N: i32 = 480;
/** Up to so many columns A is not packed. */
const FEW_N: i32 = 24;

/** Columns of a tile: a multiple of a panel's, so that every thread has four tiles or more, if there is as much. */
function tileColumns(n: i32, others: i32, control: usize): i32 {
  const threads = load<i32>(control + CONTROL_THREADS);
  if (threads == 1) return TILE_N;
  const wanted = max(1, 4 * threads / max(1, others));
  return min(TILE_N, max(GEMM_COLUMNS, (n / wanted + GEMM_COLUMNS - 1) / GEMM_COLUMNS * GEMM_COLUMNS));
}

export function gemm(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Gemm>(pc);
  const scratch = scratchOf(control, thread);
  const tilesM = (o.m + GEMM_ROWS - 1) / GEMM_ROWS, tileN = tileColumns(o.n, tilesM * o.batches, control);
  const tilesN = (o.n + tileN - 1) / tileN;
  const perMatrix = tilesM * tilesN, work = perMatrix * o.batches;
  for (let i = take(pc); i < work; i = take(pc)) {
    const batch = <usize> (i / perMatrix), tile = i % perMatrix;
    const m0 = tile % tilesM * GEMM_ROWS, n0 = tile / tilesM * tileN;
    const a = o.a + batch * o.batchA, b = o.b + batch * o.batchB, c = o.c + batch * o.batchC;
    product(o, a, b, c, m0, min(m0 + GEMM_ROWS, o.m), n0, min(n0 + tileN, o.n), scratch);
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
  const panels = scratch + GEMM_PACKED_B, edge = scratch + GEMM_EDGE;
  for (let k0 = 0; k0 < o.k; k0 += GEMM_K) {
    const k1 = min(k0 + GEMM_K, o.k), k = k1 - k0;
    const rowStep = o.layout == LAYOUT_TN ? 4 : o.pitchA, step = o.layout == LAYOUT_TN ? o.pitchA : 4;
    const direct = o.n <= FEW_N ? a + <usize> k0 * step : 0;
    // only the last rows, fewer than four, are packed in any case
    packRows(a, rowStep, step, direct ? m0 + ((m1 - m0) & ~3) : m0, m1, k0, k1, scratch);
    for (let n = n0; n < n1; n += GEMM_COLUMNS) {
      const last = min(n + GEMM_COLUMNS, n1);
      packColumns(o, b, n, last, k0, k1, panels);
      block(c, o.pitchC, m0, m1, n, last, k, direct, rowStep, step, scratch, panels, edge, k0 > 0);
    }
  }
}

/** All rows of the tile times the columns of the panels: along a few rows of C, which are written line by line. */
function block(
  c: usize,
  pitch: usize,
  m0: i32,
  m1: i32,
  n: i32,
  last: i32,
  k: i32,
  direct: usize,
  rowStep: usize,
  step: usize,
  rowsOfA: usize,
  panels: usize,
  edge: usize,
  more: bool,
): void {
  for (let m = m0; m < m1; m += 4) {
    const rows = min(4, m1 - m), unpacked = direct && rows == 4;
    let to = c + <usize> m * pitch + (<usize> n << 2), panel = panels;
    for (let j = n; j < last; j += 12) {
      const columns = min(12, last - j), whole = rows == 4 && columns == 12;
      const out = whole ? to : edge, outPitch = whole ? pitch : 48;
      if (more && !whole) copyTile(to, pitch, edge, 48, rows, columns);
      if (!unpacked) tile4x12(rowsOfA, panel, 48, k, out, outPitch, more);
      else tile4x12direct(direct + <usize> m * rowStep, rowStep, step, panel, 48, k, out, outPitch, more);
      if (!whole) copyTile(edge, 48, to, pitch, rows, columns);
      to += 48;
      panel += <usize> k * 48;
    }
    if (!unpacked) rowsOfA += <usize> k * 16;
  }
}

function copyTile(from: usize, fromPitch: usize, to: usize, toPitch: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    copyRow(from + <usize> i * fromPitch, to + <usize> i * toPitch, columns);
  }
}

/* @inline */ function copyRow(from: usize, to: usize, columns: i32): void {
  for (; columns >= 4; columns -= 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; columns > 0; columns--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
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
  for (let m = m0; m < m1; m += 4) {
    let from = a + <usize> m * rowStep + <usize> k0 * step;
    const rows = min(4, m1 - m);
    if (rows < 4) packFew(from, step, rowStep, rows, 4, k1 - k0, to);
    else if (rowStep != 4) packTransposed(from, rowStep, 4, k1 - k0, to);
    else {
      let out = to;
      for (let k = k0; k < k1; k++) {
        v128.store(out, v128.load(from));
        from += step;
        out += 16;
      }
    }
    to += <usize> (k1 - k0) << 4;
  }
}

/** Columns n … last of B, twelve by twelve. */
function packColumns(o: Gemm, b: usize, n: i32, last: i32, k0: i32, k1: i32, to: usize): void {
  const k = k1 - k0, size = <usize> k * 48;
  let j = n;
  if (o.layout != LAYOUT_NT) {
    const whole = (last - n) / 12;
    packPlain(b + <usize> k0 * o.pitchB + (<usize> n << 2), o.pitchB, k, whole, to, size);
    j += 12 * whole;
    to += <usize> whole * size;
    if (j < last) packFew(b + <usize> k0 * o.pitchB + (<usize> j << 2), o.pitchB, 4, last - j, 12, k, to);
    return;
  }
  for (; j < last; j += 12) {
    const from = b + <usize> j * o.pitchB + (<usize> k0 << 2);
    if (j + 12 <= last) packTransposed(from, o.pitchB, 12, k, to);
    else packFew(from, 4, o.pitchB, last - j, 12, k, to);
    to += size;
  }
}

/** Row by row through all strips of twelve columns, since the rows of a wide matrix are far apart. */
function packPlain(from: usize, pitch: usize, k: i32, strips: i32, to: usize, size: usize): void {
  for (; k > 0; k--) {
    let p = from, q = to;
    for (let i = 0; i < strips; i++) {
      v128.store(q, v128.load(p));
      v128.store(q, v128.load(p, 16), 16);
      v128.store(q, v128.load(p, 32), 32);
      p += 48;
      q += size;
    }
    from += pitch;
    to += 48;
  }
}

/** `columns` columns, padded with zeros to `width`; element (k, j) lies at from + k · step + j · columnStep. */
function packFew(
  from: usize,
  step: usize,
  columnStep: usize,
  columns: i32,
  width: i32,
  k: i32,
  to: usize,
): void {
  const bytes = <usize> width << 2;
  for (; k > 0; k--) {
    for (let at: usize = <usize> (columns & ~3) << 2; at < bytes; at += 16) {
      v128.store(to + at, f32x4.splat(0));
    }
    if (columnStep == 4) copyRow(from, to, columns);
    else {
      for (let j = 0; j < columns; j++) {
        store<f32>(to + (<usize> j << 2), load<f32>(from + <usize> j * columnStep));
      }
    }
    from += step;
    to += bytes;
  }
}

/** `width` rows become columns, 4 × 4 floats at a time; `width` is a multiple of 4. */
function packTransposed(from: usize, pitch: usize, width: i32, k: i32, to: usize): void {
  const step = <usize> width << 2;
  for (; k >= 4; k -= 4) {
    for (let j = 0; j < width; j += 4) {
      transposeFour(from + <usize> j * pitch, pitch, to + (<usize> j << 2), step);
    }
    from += 16;
    to += 4 * step;
  }
  packFew(from, 4, pitch, width, width, k, to);
}
