/**
 * Glyphs, the built-in data set: 28 × 28 digits drawn by our own code, so that the program works on a machine
 * without network. Example i of a split depends on the seed, the split and i alone, whatever else is drawn.
 */
import { checkWhole } from "../numeric/checks.ts";
import { Rng } from "../random/rng.ts";
import { drawGlyph, DRAWS, SIZE } from "./glyphs/draw.ts";
import { VARIANTS } from "./glyphs/strokes.ts";
import type { ImageShape } from "./image_shape.ts";
import type { LabelledImages } from "./labelled_images.ts";

/** Raised by hand whenever a pixel of an example may change; part of the cache folder's name. */
export const GLYPHS_VERSION = 1;

/** The seed of the data set that `provideDataset()` draws. */
export const GLYPHS_SEED = 2015;

/** The shape of a glyph, MNIST's, and how many digits there are. */
export const GLYPHS_IMAGE: ImageShape & { readonly classes: number } = Object.freeze({
  ...{ height: SIZE, width: SIZE, channels: 1 },
  classes: VARIANTS.length,
});

/** Which examples to draw. */
export interface GlyphRange {
  /** An integer from 0; `GLYPHS_SEED` for the data set of the program. */
  readonly seed: number;
  /** The splits share no random number. */
  readonly split: "train" | "test";
  /** Index of the first example. */
  readonly from: number;
  /** Index after the last example. */
  readonly to: number;
}

/**
 * Draws the examples `from` … `to - 1` of a split.
 *
 * @throws {RangeError} unless 0 ≤ from ≤ to are whole numbers, and the seed is one
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const many = drawGlyphs({ seed: 1, split: "train", from: 0, to: 5 });
 * const fourth = drawGlyphs({ seed: 1, split: "train", from: 3, to: 4 });
 * assertEquals(fourth.pixels, many.pixels.slice(3 * 784, 4 * 784));
 * ```
 */
export function drawGlyphs(range: GlyphRange): LabelledImages {
  const { seed, split, from, to } = range;
  checkWhole("draw glyphs", "the first example", from, 0);
  checkWhole("draw glyphs", "the end", to, from);
  const count = to - from;
  const rng = Rng.fromSeed(seed).fork(`glyphs/${split}`);
  const pixels = new Uint8Array(count * SIZE * SIZE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const image = pixels.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE);
    labels[i] = drawGlyph(rng.uniform(DRAWS, from + i), image);
  }
  return { count, height: SIZE, width: SIZE, channels: 1, pixels, labels };
}
