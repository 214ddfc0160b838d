// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Weight panels: the weights of a few units turned around, [k][group of 4 units][piece][4 units], so that one
 * vector holds the same piece of four units. As many groups as fill ten vectors: 8 units of 5 pieces, 40 units of 1.
 */

/** Groups of four units in a panel. */
export function panelGroups(pieces: i32): i32 {
  return max(1, 10 / pieces);
}

/** Bytes from one k to the next. */
export function panelStep(pieces: i32): usize {
  return <usize> (panelGroups(pieces) * pieces) << 4;
}

/**
 * Packs inputs k0 … k1 of the `groups` groups from unit u on; units from `units` on are zeros. Weight rows are
 * [unit][piece] with `pitch` bytes each, and readable up to the pitch.
 */
export function packPanel(
  weights: usize,
  pitch: usize,
  units: i32,
  pieces: i32,
  u: i32,
  groups: i32,
  k0: i32,
  k1: i32,
  panel: usize,
): void {
  const step = panelStep(pieces), unitPitch = pitch * <usize> pieces;
  for (let g = 0; g < groups; g++) {
    const first = u + 4 * g;
    for (let p = 0; p < pieces; p++) {
      const row = weights + <usize> first * unitPitch + <usize> p * pitch;
      const to = panel + (<usize> (g * pieces + p) << 4);
      if (first + 4 <= units) packFour(row, unitPitch, k0, k1, to, step);
      else packFew(row, unitPitch, units - first, k0, k1, to, step);
    }
  }
}

/** Transposes 4 × 4 floats at a time; may write up to 3 steps beyond k1. */
function packFour(row: usize, unitPitch: usize, k0: i32, k1: i32, to: usize, step: usize): void {
  let r0 = row + (<usize> k0 << 2), r1 = r0 + unitPitch, r2 = r1 + unitPitch, r3 = r2 + unitPitch;
  for (let k = k0; k < k1; k += 4) {
    const a = v128.load(r0), b = v128.load(r1), c = v128.load(r2), d = v128.load(r3);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    v128.store(to + 2 * step, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
    v128.store(to + 3 * step, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
    to += 4 * step;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
}

function packFew(row: usize, unitPitch: usize, units: i32, k0: i32, k1: i32, to: usize, step: usize): void {
  for (let k = k0; k < k1; k++) {
    for (let i = 0; i < 4; i++) {
      const value = i < units ? load<f32>(row + <usize> i * unitPitch + (<usize> k << 2)) : <f32> 0;
      store<f32>(to + (<usize> i << 2), value);
    }
    to += step;
  }
}
