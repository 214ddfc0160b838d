// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Weight panels: the weights of a few units turned around, [k][group of 4 units][piece][4 units], so that one
 * vector holds the same piece of four units. As many groups as fill ten vectors: 8 units of 5 pieces, 40 units of 1.
 */
import { panelStep } from "./portable_sizes";
import { transposeFour } from "./transpose";

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

/** May write up to 3 steps beyond k1. */
function packFour(row: usize, unitPitch: usize, k0: i32, k1: i32, to: usize, step: usize): void {
  for (let k = k0; k < k1; k += 4) {
    transposeFour(row + (<usize> k << 2), unitPitch, to, step);
    to += 4 * step;
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
