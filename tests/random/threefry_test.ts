import { assertEquals } from "@std/assert";
import { threefry2x32 } from "../../src/random/threefry.ts";

/** From the file kat_vectors of Random123 1.14 (Salmon et al.): Threefry2x32, 20 rounds. Counter, key, output. */
const KNOWN_ANSWERS = [
  [0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6b200159, 0x99ba4efe],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
] as const;

Deno.test("threefry2x32() gives the published known answers", () => {
  const block = new Uint32Array(2);
  for (const [c0, c1, k0, k1, ...expected] of KNOWN_ANSWERS) {
    threefry2x32(k0, k1, c0, c1, block, 0);
    assertEquals([...block], [...expected]);
  }
});

Deno.test("threefry2x32() accepts words as signed or unsigned integers alike", () => {
  const a = new Uint32Array(2);
  const b = new Uint32Array(2);
  threefry2x32(-1, -2, -3, -4, a, 0);
  threefry2x32(2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 3, 2 ** 32 - 4, b, 0);
  assertEquals(a, b);
});
