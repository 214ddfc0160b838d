/**
 * Turning an image towards its gradient (§4): in the plane of the image and the gradient of its cost, by an angle,
 * keeping the image's norm. Computed in float64 and rounded once.
 */
import { check, checkImages } from "../numeric/checks.ts";
import { turn } from "../numeric/elementary.ts";
import { unitPixels } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";

/**
 * Images turned towards the gradient by `degrees`: cos(a) x + sin(a) ‖x‖ u, u the unit vector along the part of the
 * gradient that is orthogonal to x. An image without such a part stays.
 *
 * @param x images [n, inputs]
 * @param labels [n] true class indices
 * @param degrees 0 to 90
 * @returns float32 [n, inputs], not clipped
 * @throws {RangeError} for an angle out of range
 */
export function rotate(model: Model, x: Pixels, labels: ArrayLike<number>, degrees: number): Float32Array {
  return turnTowards(x, model.inputGradient(x, labels, "direction"), model.inputs, degrees);
}

/**
 * Images turned by `degrees` towards directions of their own, as `rotate` does towards the gradient.
 *
 * @param x images [n, inputs]
 * @param directions [n, inputs], of any length
 * @throws {RangeError} for an angle out of range, or when the directions are not as many as the images
 */
export function turnTowards(
  x: Pixels,
  directions: Float32Array,
  inputs: number,
  degrees: number,
): Float32Array {
  check("rotate", "the angle", degrees, degrees >= 0 && degrees <= 90, "0 to 90 degrees");
  checkImages(x, inputs);
  const found = directions.length;
  check(
    "rotate",
    "the length of the directions",
    found,
    found === x.length,
    `${x.length} as that of the images`,
  );
  const [cosine, sine] = turn(degrees / 360);
  const images = unitPixels(x);
  for (let at = 0; at < images.length; at += inputs) {
    turnImage(images.subarray(at, at + inputs), directions.subarray(at, at + inputs), cosine, sine);
  }
  return images;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function turnImage(image: Float32Array, direction: Float32Array, cosine: number, sine: number): void {
  const square = dot(image, image);
  const along = square > 0 ? dot(image, direction) / square : 0;
  const orthogonal = Float64Array.from(direction, (d, i) => d - along * image[i]!);
  const length = Math.sqrt(dot(orthogonal, orthogonal));
  if (length === 0) return;
  const factor = sine * Math.sqrt(square) / length;
  for (let i = 0; i < image.length; i++) image[i] = cosine * image[i]! + factor * orthogonal[i]!;
}
