import { assertEquals, assertThrows } from "@std/assert";
import { encodeIdxImages, encodeIdxLabels, parseIdxImages, parseIdxLabels } from "../../src/datasets/idx.ts";
import { DataError } from "../../src/errors.ts";
import { Rng } from "../../src/random/rng.ts";
import { TINY } from "./support.ts";

Deno.test("parseIdxImages() reads what encodeIdxImages() wrote", () => {
  const images = { count: 2, height: 3, width: 1, pixels: new Uint8Array([1, 2, 3, 4, 5, 255]) };
  assertEquals(parseIdxImages(encodeIdxImages(images), "a"), images);
});

Deno.test("parseIdxLabels() reads what encodeIdxLabels() wrote", () => {
  assertEquals(
    parseIdxLabels(encodeIdxLabels(new Uint8Array([9, 0, 255])), "a"),
    new Uint8Array([9, 0, 255]),
  );
});

Deno.test("parseIdxImages() names file, found and expected when the magic number is another", () => {
  assertThrows(
    () => parseIdxImages(new Uint8Array([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), "train.gz"),
    DataError,
    "Cannot load the IDX file train.gz: magic number is 0x1f8b0808, expected 0x00000803",
  );
});

Deno.test("parseIdxImages() does not believe a header that promises more than the file has", () => {
  const bytes = TINY["train-images"].slice();
  bytes.fill(0xff, 4, 16);
  assertThrows(() => parseIdxImages(bytes, "a"), DataError, "it has 28 bytes, expected 7.92");
});

Deno.test("parseIdxLabels() refuses a file without labels", () => {
  assertThrows(
    () => parseIdxLabels(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 0]), "a"),
    DataError,
    "expected sizes from 1",
  );
});

Deno.test("IDX files truncated at any byte or too long are refused", () => {
  const images = TINY["train-images"], labels = TINY["train-labels"];
  for (let length = 0; length < images.length; length++) {
    assertThrows(() => parseIdxImages(images.subarray(0, length), "a"), DataError);
  }
  for (let length = 0; length < labels.length; length++) {
    assertThrows(() => parseIdxLabels(labels.subarray(0, length), "a"), DataError);
  }
  assertThrows(() => parseIdxLabels(new Uint8Array([...labels, 0]), "a"), DataError);
});

Deno.test("IDX headers with any bit flipped are refused; pixels with a flipped bit are still images", () => {
  for (let bit = 0; bit < 8 * TINY["train-images"].length; bit++) {
    const bytes = TINY["train-images"].slice();
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    if (bit < 8 * 16) assertThrows(() => parseIdxImages(bytes, "a"), DataError);
    else assertEquals(parseIdxImages(bytes, "a").count, 3);
  }
});

Deno.test("parseIdxImages() answers random headers with a typed error", () => {
  const rng = Rng.fromSeed(1);
  for (let trial = 0; trial < 500; trial++) {
    const bytes = Uint8Array.from(rng.uniform(20, trial), (u) => Math.floor(256 * u));
    bytes.set([0, 0, 8, 3]);
    assertThrows(() => parseIdxImages(bytes, "a"), DataError);
  }
});

/** An IDX file of labels whose elements are big-endian int32. */
function wideLabels(labels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + 4 * labels.length);
  bytes.set([0, 0, 0x0c, 1]);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, labels.length);
  labels.forEach((label, i) => view.setInt32(8 + 4 * i, label));
  return bytes;
}

Deno.test("parseIdxLabels() reads labels of type int32, and names one that is no byte", () => {
  assertEquals(parseIdxLabels(wideLabels([9, 0, 255]), "a"), new Uint8Array([9, 0, 255]));
  for (const wrong of [256, -1, 2 ** 31 - 1]) {
    const message = `label 1 is ${wrong}, expected 0 to 255`;
    assertThrows(() => parseIdxLabels(wideLabels([9, wrong]), "a"), DataError, message);
  }
  const bytes = wideLabels([9, 0, 1]);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => parseIdxLabels(bytes.subarray(0, length), "a"), DataError);
  }
});
