import { assertEquals, assertThrows } from "@std/assert";
import { onlyClasses, subset } from "../../src/datasets/parts.ts";

const IMAGES = {
  count: 4,
  height: 1,
  width: 2,
  channels: 1,
  pixels: new Uint8Array([0, 1, 10, 11, 20, 21, 30, 31]),
  labels: new Uint8Array([3, 5, 7, 3]),
};

Deno.test("subset() takes images with their labels", () => {
  const middle = subset(IMAGES, 1, 3);
  assertEquals(middle.count, 2);
  assertEquals(middle.pixels, new Uint8Array([10, 11, 20, 21]));
  assertEquals(middle.labels, new Uint8Array([5, 7]));
});

Deno.test("subset() refuses a range outside the images", () => {
  for (const [from, to] of [[-1, 2], [0, 5], [3, 2], [0, 1.5], [NaN, 1]]) {
    assertThrows(() => subset(IMAGES, from!, to!), RangeError, "there are 4");
  }
});

Deno.test("onlyClasses() keeps order and labels, and copies", () => {
  const threes = onlyClasses(IMAGES, [3]);
  assertEquals(threes.count, 2);
  assertEquals(threes.pixels, new Uint8Array([0, 1, 30, 31]));
  assertEquals(threes.labels, new Uint8Array([3, 3]));
  threes.pixels[0] = 99;
  assertEquals(IMAGES.pixels[0], 0);
});

Deno.test("onlyClasses() with a class that does not occur gives no images", () => {
  assertEquals(onlyClasses(IMAGES, [8]).count, 0);
});

Deno.test("an image of three channels is taken whole", () => {
  const coloured = {
    count: 2,
    height: 1,
    width: 1,
    channels: 3,
    pixels: IMAGES.pixels.subarray(0, 6),
    labels: new Uint8Array([1, 2]),
  };
  assertEquals(subset(coloured, 1, 2).pixels, new Uint8Array([11, 20, 21]));
  assertEquals(onlyClasses(coloured, [2]).pixels, new Uint8Array([11, 20, 21]));
});
