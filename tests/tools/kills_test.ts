import { assert, assertEquals } from "@std/assert";
import { killed } from "../../tools/kills.ts";

Deno.test("a training run that is killed five times and taken up each time writes the same entry", async () => {
  const whole = await killed(0, 0, 100);
  const { resumedAfter, files } = await killed(5, 1, 100);
  assertEquals(whole.resumedAfter, [0]);
  assert(resumedAfter.length > 2 && resumedAfter.at(-1)! > 0, `taken up after ${resumedAfter}`);
  assertEquals(files, whole.files);
});
