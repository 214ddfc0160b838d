// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/** Turns 4 × 4 floats around: rows `pitch` bytes apart become rows `step` bytes apart. */

/* @inline */ export function transposeFour(from: usize, pitch: usize, to: usize, step: usize): void {
  const a = v128.load(from), b = v128.load(from + pitch);
  const c = v128.load(from + 2 * pitch), d = v128.load(from + 3 * pitch);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}
