import { assertEquals, assertThrows } from "@std/assert";
import { checkImages, checkLabels, checkWhole } from "../../src/numeric/checks.ts";

Deno.test("checkImages() names the image and the pixel that is NaN or infinite", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const x = new Float32Array(12);
    x[7] = value;
    const message = `Cannot take the images: pixel 3 of image 1 is ${value}, expected a finite number`;
    assertThrows(() => checkImages(x, 4), RangeError, message);
    assertThrows(() => checkImages(x.subarray(1), 11), RangeError, `pixel 6 of image 0 is ${value}`);
  }
});

Deno.test("checkImages() takes the largest and smallest float32, and bytes, and counts the images", () => {
  assertEquals(checkImages(new Float32Array([3.4028234e38, -3.4028234e38, 1e-45, -0]), 2), 2);
  assertEquals(checkImages(new Uint8Array(12).fill(255), 4), 3);
  assertEquals(checkImages(new Float32Array(0), 4), 0);
});

Deno.test("checkImages() refuses lengths that are no multiple and arrays of other kinds", () => {
  assertThrows(
    () => checkImages(new Float32Array(7), 4),
    RangeError,
    "found 7 numbers, expected a multiple of 4",
  );
  for (const other of [[0, 0], new Float64Array(2), new Uint8ClampedArray(2)]) {
    assertThrows(() => checkImages(other as unknown as Float32Array, 2), TypeError, "Float32Array");
  }
});

Deno.test("checkLabels() names the label that is no class, or how many there are", () => {
  checkLabels(Uint8Array.of(0, 9), 2, 10);
  for (const wrong of [10, -1, 0.5, NaN, 256]) {
    const message = `label 1 is ${wrong}, expected a whole number from 0 to 9`;
    assertThrows(() => checkLabels([0, wrong], 2, 10), RangeError, message);
  }
  assertThrows(
    () => checkLabels([0], 2, 10),
    RangeError,
    "found 1 labels for 2 images, expected one for each",
  );
});

Deno.test("checkWhole() says what was found and between which ends it is expected", () => {
  const expected = "Cannot train: the batch is 0, expected a whole number from 1 to 600";
  assertThrows(() => checkWhole("train", "the batch", 0, 1, 600), RangeError, expected);
  assertThrows(() => checkWhole("train", "the batch", 1.5, 1), RangeError, "a whole number of at least 1");
});
