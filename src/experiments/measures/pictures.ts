/** Pixels for pictures in the report. */

/** Pixels in [0, 1] as bytes; values outside, which unclipped attacks make, are shown as black or white. */
export function displayBytes(pixels: ArrayLike<number>): number[] {
  return Array.from(pixels, (p) => Math.floor(255 * Math.min(1, Math.max(0, p)) + 0.5));
}
