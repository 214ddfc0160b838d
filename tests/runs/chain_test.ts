import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { chainLink, chainStart } from "../../src/runs/chain.ts";
import type { StoredTensors } from "../../src/runs/safetensors.ts";

const tensors = (...values: number[]): StoredTensors => ({
  "y/W": { shape: [values.length], values: new Float32Array(values) },
});
const start = chainStart("a".repeat(64));
const link = chainLink(start, 1, tensors(1, 2), tensors(3, 4));

Deno.test("chainStart() and chainLink() are SHA-256 digests, the same every time", () => {
  for (const digest of [start, link]) assertMatch(digest, /^[0-9a-f]{64}$/);
  assertEquals(chainLink(start, 1, tensors(1, 2), tensors(3, 4)), link);
});

Deno.test("chainStart() differs from run to run", () => {
  assertNotEquals(chainStart("b".repeat(64)), start);
});

Deno.test("chainLink() changes with the link before, the epoch, one bit of a parameter or of a velocity", () => {
  const links = [
    link,
    chainLink(chainStart("b".repeat(64)), 1, tensors(1, 2), tensors(3, 4)),
    chainLink(start, 2, tensors(1, 2), tensors(3, 4)),
    chainLink(start, 1, tensors(1, 2 + 2 ** -22), tensors(3, 4)),
    chainLink(start, 1, tensors(1, 2), tensors(3, 4 + 2 ** -21)),
    chainLink(start, 1, tensors(-0, 2), tensors(3, 4)),
    chainLink(start, 1, tensors(0, 2), tensors(3, 4)),
    chainLink(start, 1, tensors(3, 4), tensors(1, 2)),
    chainLink(start, 1, tensors(1, 2, 3), tensors(4)),
  ];
  assertEquals(new Set(links).size, links.length);
});
