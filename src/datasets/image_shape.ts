/** What an image is made of, whatever data set it is from. */

/** The shape of an image: of grey ones with one channel, of coloured ones with three (red, green, blue). */
export interface ImageShape {
  /** Rows of pixels. */
  readonly height: number;
  /** Columns of pixels. */
  readonly width: number;
  /** Numbers in a pixel. */
  readonly channels: number;
}

/**
 * How many numbers an image is for a model: [height, width, channels], row-major.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(inputsOf({ height: 32, width: 32, channels: 3 }), 3072);
 * ```
 */
export function inputsOf({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}
