/**
 * One built-in digit from uniform random numbers: choose digit and variant, bend, shear, rotate, scale and shift the
 * control points, make each wobble, draw the strokes with a pen of random width, and vary the ink. A plain function
 * of its draws. Nothing here but + - * /, Math.sqrt, floor, min and max: ECMAScript leaves sin, exp and the like to
 * the implementation, so a rotation by the angle 2·arctan(t) is written c = (1 - t²)/(1 + t²), s = 2t/(1 + t²).
 */
import { polyline } from "./curve.ts";
import { drawLine } from "./raster.ts";
import { type Variant, VARIANTS } from "./strokes.ts";

/** Rows and columns of a glyph, in pixels, as in MNIST. */
export const SIZE = 28;

/** Most control points a variant may have; the draws of the wobble are laid out for it. */
const POINTS = 24;

/** Where the draws of one example stand: 2 choices, 12 pairs for the shape, a pair per coordinate, one per pixel. */
const SHAPE = 2;
const WOBBLE = SHAPE + 2 * 12;
const GRAIN = WOBBLE + 2 * 2 * POINTS;

/** Number of uniform draws one example takes. */
export const DRAWS = GRAIN + SIZE * SIZE;

/** Chooses by weight; `u` in [0, 1). */
function choose(variants: readonly Variant[], u: number): Variant {
  let rest = u * variants.reduce((sum, variant) => sum + variant.weight, 0);
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  return variants[variants.length - 1]!;
}

/**
 * Draws one example into `pixels` and returns its label.
 *
 * @param u `DRAWS` uniform numbers in [0, 1).
 * @param pixels [28 * 28] bytes, all overwritten; the background is exactly 0.
 * @returns the digit, 0 to 9.
 */
export function drawGlyph(u: ArrayLike<number>, pixels: Uint8Array): number {
  /** Triangular in (-1, 1), standard deviation 0.41: the sum of two draws, so that the middle is likelier. */
  const around = (pair: number) => u[pair]! + u[pair + 1]! - 1;
  const shape = (index: number) => around(SHAPE + 2 * index);

  const digit = Math.floor(10 * u[0]!);
  const variant = choose(VARIANTS[digit]!, u[1]!);

  const t = 0.22 * shape(0);
  const cosine = (1 - t * t) / (1 + t * t), sine = 2 * t / (1 + t * t);
  const shear = -0.12 + 0.5 * shape(1);
  const scaleX = 0.172 * (1 + 0.4 * shape(2));
  const scaleY = 0.18 * (1 + 0.28 * shape(3));
  const shiftX = (SIZE - 1) / 2 + 2.5 * shape(4);
  const shiftY = (SIZE - 1) / 2 + 2.1 * shape(5);
  const bendX = 0.007 * shape(6), bendY = 0.007 * shape(7);
  const pen = {
    radius: 0.8 + 0.65 * shape(8),
    taper: 0.35 * shape(9),
    softness: 1.1 + 0.3 * shape(10),
  };
  const pressure = 1.12 + 0.3 * shape(11);

  const ink = new Float64Array(SIZE * SIZE);
  let point = 0;
  for (const stroke of variant.strokes) {
    const placed: number[] = [];
    for (let i = 0; i < stroke.length; i += 2) {
      const corner = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
      if (corner) {
        placed.push(placed[i - 2]!, placed[i - 1]!);
        continue;
      }
      const wobble = WOBBLE + 4 * point++;
      const x0 = stroke[i]! - 50 + 11 * around(wobble), y0 = stroke[i + 1]! - 50 + 11 * around(wobble + 2);
      const x1 = scaleX * (x0 + bendX * (y0 * y0 - 800)), y1 = scaleY * (y0 + bendY * (x0 * x0 - 400));
      const x2 = x1 + shear * y1;
      placed.push(shiftX + cosine * x2 - sine * y1, shiftY + sine * x2 + cosine * y1);
    }
    drawLine(ink, SIZE, polyline(placed), pen);
  }
  for (let i = 0; i < SIZE * SIZE; i++) {
    const grain = 1 - 0.25 * u[GRAIN + i]!;
    pixels[i] = Math.floor(255 * Math.min(1, pressure * grain * ink[i]!) + 0.5);
  }
  return digit;
}
