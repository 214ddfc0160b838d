/** Parts of a data set. */
import { inputsOf } from "./image_shape.ts";
import type { LabelledImages } from "./labelled_images.ts";
import type { Pixels } from "./pixels.ts";

/**
 * The images `from` … `to - 1`, as views into the same pixels.
 *
 * @throws {RangeError} unless 0 ≤ from ≤ to ≤ count.
 */
export function subset<P extends Pixels>(
  images: LabelledImages<P>,
  from: number,
  to: number,
): LabelledImages<P> {
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= images.count)) {
    throw new RangeError(`Cannot take images ${from} to ${to}: there are ${images.count}`);
  }
  const size = inputsOf(images);
  return {
    ...images,
    count: to - from,
    pixels: images.pixels.subarray(from * size, to * size) as P,
    labels: images.labels.subarray(from, to),
  };
}

/**
 * The images whose label is in `classes`, in their order and with their labels, copied (§5: 3 against 7).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const three = {
 *   ...{ count: 3, height: 1, width: 1, channels: 1 },
 *   ...{ pixels: new Uint8Array([10, 20, 30]), labels: new Uint8Array([3, 5, 7]) },
 * };
 * assertEquals(onlyClasses(three, [3, 7]).pixels, new Uint8Array([10, 30]));
 * ```
 */
export function onlyClasses(images: LabelledImages, classes: readonly number[]): LabelledImages {
  const size = inputsOf(images);
  const kept: number[] = [];
  images.labels.forEach((label, i) => {
    if (classes.includes(label)) kept.push(i);
  });
  const pixels = new Uint8Array(kept.length * size);
  kept.forEach((from, to) => pixels.set(images.pixels.subarray(from * size, (from + 1) * size), to * size));
  return { ...images, count: kept.length, pixels, labels: Uint8Array.from(kept, (i) => images.labels[i]!) };
}
