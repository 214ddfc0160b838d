import { assertEquals, assertThrows } from "@std/assert";
import { writeWhole } from "../../src/cli/write_whole.ts";

/** A stream that takes so many bytes at a time and fails every other time in the given way. */
function stream(bytes: number, error: Error) {
  const taken: number[] = [];
  let calls = 0;
  const writeSync = (some: Uint8Array) => {
    if (calls++ % 2 === 0) throw error;
    taken.push(...some.subarray(0, bytes));
    return Math.min(bytes, some.length);
  };
  return { writeSync, text: () => new TextDecoder().decode(Uint8Array.from(taken)) };
}

Deno.test("writeWhole() writes everything to a stream that takes pieces and is busy now and then", () => {
  const slow = stream(3, new Deno.errors.WouldBlock());
  writeWhole(slow, "ein Maß und größer\n");
  assertEquals(slow.text(), "ein Maß und größer\n");
});

Deno.test("writeWhole() passes on what a stream cannot get over", () => {
  assertThrows(() => writeWhole(stream(3, new Deno.errors.BrokenPipe()), "text"), Deno.errors.BrokenPipe);
});
