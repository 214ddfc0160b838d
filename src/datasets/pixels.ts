/** From bytes to what a model sees and back: "raw pixels, scaled to [0, 1]" (paper §3 and §4). */

/** Images [n, inputs]: bytes, which stand for byte / 255, or float32 as they are. */
export type Pixels = Uint8Array | Float32Array;

/** The least and the largest value of a pixel. */
export const PIXEL_RANGE: { readonly least: number; readonly most: number } = Object.freeze({
  least: 0,
  most: 1,
});

/** Steps from the least byte to the largest, which are the ends of the pixels' range. */
export const LEVELS = 255;

/**
 * A copy of the pixels as float32 in [0, 1]: of bytes byte / 255, rounded once; of float32 as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(unitPixels(new Uint8Array([0, 51, 255])), new Float32Array([0, 0.2, 1]));
 * assertEquals(unitPixels(new Float32Array([-0.25, 0.5])), new Float32Array([-0.25, 0.5]));
 * ```
 */
export function unitPixels(x: Pixels): Float32Array<ArrayBuffer> {
  const unit = new Float32Array(x);
  if (x instanceof Uint8Array) { for (let i = 0; i < x.length; i++) unit[i] = x[i]! / LEVELS; }
  return unit;
}

/** The nearest value in the range of pixels. */
export function intoRange(value: number): number {
  return Math.min(PIXEL_RANGE.most, Math.max(PIXEL_RANGE.least, value));
}

/** The nearest byte of each pixel; values outside the range, which unclipped attacks make, become black or white. */
export function nearestBytes(pixels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(pixels, (p) => Math.floor(LEVELS * intoRange(p) + 0.5));
}
