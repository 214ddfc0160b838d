import { assertEquals } from "@std/assert";
import { LEVELS, nearestBytes, unitPixels } from "../../src/datasets/pixels.ts";
import { bitwise } from "../support/compare.ts";

const BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);

Deno.test("unitPixels() is byte / 255 rounded once to float32, for every byte", () => {
  bitwise(unitPixels(BYTES), Array.from(BYTES, (byte) => Math.fround(byte / 255)));
});

Deno.test("unitPixels() copies float32 bit for bit, whatever its range", () => {
  const given = new Float32Array([-0, 1.5, -3, 1e-40, 0.1]);
  const copy = unitPixels(given);
  bitwise(copy, [...given]);
  copy[0] = 7;
  assertEquals(Object.is(given[0], -0), true);
});

Deno.test("nearestBytes() finds every byte again, rounds halves up, and stays within the range", () => {
  assertEquals(nearestBytes(unitPixels(BYTES)), BYTES);
  assertEquals(
    nearestBytes([-0.25, -0, 0.5 / LEVELS, 0.49 / LEVELS, 1, 1.25]),
    Uint8Array.of(0, 0, 1, 0, 255, 255),
  );
});
