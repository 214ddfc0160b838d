import { assertEquals } from "@std/assert";
import { firstRight, runnersUp } from "../../../src/experiments/measures/rivals.ts";

const LABELS = Uint8Array.of(0, 1, 1, 2, 1);

Deno.test("firstRight() gives the first images that are classified right, of one class where it is named", () => {
  const predictions = Uint8Array.of(0, 2, 1, 2, 1);
  assertEquals(firstRight(predictions, LABELS, 2), [0, 2]);
  assertEquals(firstRight(predictions, LABELS, 9), [0, 2, 3, 4]);
  assertEquals(firstRight(predictions, LABELS, 9, 1), [2, 4]);
  assertEquals(firstRight(predictions, LABELS, 0), []);
});

Deno.test("runnersUp() gives the strongest class besides the label, the first among equals", () => {
  const logits = Float32Array.of(5, 1, 2, 3, 9, 3, 0, 1, 1, 7, 8, 9, -1, -2, -3);
  assertEquals(runnersUp(logits, LABELS), Uint8Array.of(2, 0, 2, 1, 0));
});
