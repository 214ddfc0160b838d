/** Standardised pixels against closed forms: means and deviations of bytes that are chosen for them. */
import { assertEquals, assertThrows } from "@std/assert";
import { drawGlyphs, GLYPHS_SEED, type LabelledImages } from "../../src/datasets/mod.ts";
import { DataError, UnsuitableDataError } from "../../src/errors.ts";
import { fitPreprocessing, fittedShapes, preprocess, PREPROCESSING } from "../../src/preprocessing/mod.ts";
import { bitwise, within } from "../support/compare.ts";

const SETTINGS = { type: "standardise", floor: 0 } as const;

/** Images of one row, of which each list is one. */
function imagesOf(...rows: readonly (readonly number[])[]): LabelledImages {
  const shape = { height: 1, width: rows[0]?.length ?? 1, channels: 1 };
  return {
    ...shape,
    count: rows.length,
    pixels: Uint8Array.from(rows.flat()),
    labels: new Uint8Array(rows.length),
  };
}

Deno.test("standardise fits each pixel's mean and its standard deviation over the images", () => {
  // half 0 and half 200: 100 and 100; half 10 and half 30: 20 and 10; three 0 and one c: c / 4 and √3 c / 4
  const images = imagesOf([0, 10, 0], [200, 10, 0], [0, 30, 0], [200, 30, 100]);
  const { mean, scale } = fitPreprocessing(SETTINGS, images).tensors;
  bitwise(mean!, [100, 20, 25]);
  bitwise(scale!, [100, 10, Math.fround(25 * Math.sqrt(3))]);
});

Deno.test("standardise makes (byte - mean) / scale of each pixel, rounded once, also of other images than it was fitted to", () => {
  const fitted = fitPreprocessing(SETTINGS, imagesOf([0, 10], [200, 30]));
  const others = imagesOf([50, 255], [255, 0], [100, 20]);
  const seen = preprocess(fitted, others);
  bitwise(seen.pixels, [-0.5, 23.5, Math.fround(1.55), -2, 0, 0]);
  assertEquals([seen.count, seen.width, seen.labels], [3, 2, others.labels]);
});

Deno.test("a pixel that never varies becomes 0, black or not, whatever the floor and the number of images", () => {
  for (const count of [1, 3, 7, 49]) {
    const images = imagesOf(...Array.from({ length: count }, () => [0, 51, 255]));
    for (const floor of [0, 0.1]) {
      const { pixels } = preprocess(fitPreprocessing({ ...SETTINGS, floor }, images), images);
      bitwise(pixels, new Float32Array(3 * count));
    }
  }
});

Deno.test("a pixel that varies by no more than the floor is centred in units of [0, 1], and not divided", () => {
  const images = imagesOf([0, 0], [102, 100]); // deviations 51 / 255 = 0.2, and 50 / 255
  const scaleAt = (floor: number) => fitPreprocessing({ ...SETTINGS, floor }, images).tensors["scale"]!;
  bitwise(scaleAt(0.1), [51, 50]);
  bitwise(scaleAt(50 / 255), [51, 255]);
  bitwise(scaleAt(0.2), [255, 255]);
  bitwise(
    preprocess(fitPreprocessing({ ...SETTINGS, floor: 0.2 }, images), images).pixels,
    [-0.2, -50 / 255, 0.2, 50 / 255].map(Math.fround),
  );
});

Deno.test("the fitting images have mean 0 and deviation 1 afterwards, in every pixel that varies", () => {
  const images = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 300 });
  const { pixels } = preprocess(fitPreprocessing(SETTINGS, images), images);
  const inputs = 784;
  const each = <T>(value: (k: number, own: number[], bytes: number[]) => T) =>
    Array.from({ length: inputs }, (_, k) => {
      const rows = Array.from({ length: images.count }, (_, i) => i * inputs + k);
      return value(k, rows.map((at) => pixels[at]!), rows.map((at) => images.pixels[at]!));
    });
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const varies = each((_k, _own, bytes) => new Set(bytes).size > 1);
  assertEquals(new Set(varies), new Set([true, false]));
  within(2e-6, "float32 mean and pixels of at most √300")(
    each((_k, own) => mean(own)),
    new Float64Array(inputs),
  );
  within(2e-6, "float32 scale and pixels")(
    each((_k, own) => mean(own.map((p) => (p - mean(own)) * (p - mean(own))))),
    varies.map(Number),
  );
});

Deno.test("standardise knows coloured images by the numbers in them, and gives its tensors the shapes that it names", () => {
  const shape = { height: 2, width: 1, channels: 3 };
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => i);
  const { tensors } = fitPreprocessing(SETTINGS, { ...shape, count: 2, pixels, labels: new Uint8Array(2) });
  assertEquals(fittedShapes(SETTINGS, shape), { mean: [6], scale: [6] });
  assertEquals(Object.keys(tensors), ["mean", "scale"]);
  bitwise(tensors["mean"]!, [3, 4, 5, 6, 7, 8]);
});

Deno.test("no image, images of another shape, and settings that are none get errors that say what to do", () => {
  assertThrows(() => fitPreprocessing(SETTINGS, imagesOf()), UnsuitableDataError, "found 0 images");
  const fitted = fitPreprocessing(SETTINGS, imagesOf([1, 2]));
  assertThrows(() => preprocess(fitted, imagesOf([1, 2, 3])), DataError, "a mean of 2 numbers, expected 3");
  assertThrows(
    () => PREPROCESSING.canonical({ type: "whiten" }),
    Error,
    'type is "whiten", expected "standardise"',
  );
  assertThrows(() => PREPROCESSING.canonical({ ...SETTINGS, floor: -1 }), Error, "floor is -1");
});
