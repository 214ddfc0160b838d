import { assertEquals, assertRejects } from "@std/assert";
import { gunzip, gzip } from "../../src/datasets/gzip.ts";
import { DataError } from "../../src/errors.ts";
import { TINY } from "./support.ts";

Deno.test("gunzip() gives back what gzip() packed", async () => {
  assertEquals(await gunzip(await gzip(TINY["train-images"]), "a.gz", 1000), TINY["train-images"]);
});

Deno.test("gunzip() stops at its limit, however much a small file holds", async () => {
  const bomb = await gzip(new Uint8Array(64 * 2 ** 20));
  await assertRejects(
    () => gunzip(bomb, "bomb.gz", 1000),
    DataError,
    "bomb.gz: it holds more than 1000 bytes",
  );
});

Deno.test("gunzip() refuses a file truncated at any byte", async () => {
  const packed = await gzip(TINY["train-images"]);
  for (let length = 0; length < packed.length; length++) {
    await assertRejects(() => gunzip(packed.slice(0, length), "short.gz", 1000), DataError, "short.gz");
  }
});

Deno.test("gunzip() refuses a damaged file, or its content is right all the same", async () => {
  const packed = await gzip(TINY["train-images"]);
  let refused = 0;
  for (let bit = 0; bit < 8 * packed.length; bit++) {
    const damaged = packed.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    try {
      assertEquals(await gunzip(damaged, "damaged.gz", 1000), TINY["train-images"]);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      refused++;
    }
  }
  // Time stamp, extra flags and operating system in the header (6 bytes) have no bearing on the content.
  assertEquals(8 * packed.length - refused >= 8 * 6, true);
  assertEquals(refused >= 8 * (packed.length - 10), true);
});

Deno.test("gunzip() refuses what is not gzip", async () => {
  const page = new TextEncoder().encode("<!doctype html><title>Sign in</title>");
  await assertRejects(() => gunzip(page, "page.gz", 1000), DataError, "Cannot decompress page.gz");
});
