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

/** The bytes of all parts, one after the other. */
const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

Deno.test("gunzip() reads all members of a file, as gzip -d does", async () => {
  const content = TINY["train-images"];
  const members = joined(await gzip(content.slice(0, 5)), await gzip(content.slice(5)));
  assertEquals(await gunzip(members, "members.gz", content.length), content);
  await assertRejects(
    () => gunzip(members, "members.gz", content.length - 1),
    DataError,
    "more than 27 bytes",
  );
  for (let length = 0; length < members.length; length++) {
    if (length === (await gzip(content.slice(0, 5))).length) continue; // the first member, which is whole
    await assertRejects(() => gunzip(members.slice(0, length), "short.gz", 1000), DataError, "short.gz");
  }
});

Deno.test("gunzip() takes zeros after the end, and nothing else", async () => {
  const packed = await gzip(TINY["train-images"]);
  for (const zeros of [1, 512, 100_000]) {
    const padded = joined(packed, new Uint8Array(zeros));
    assertEquals(await gunzip(padded, "padded.gz", 1000), TINY["train-images"]);
  }
  const followed = joined(packed, new TextEncoder().encode("more"));
  await assertRejects(() => gunzip(followed, "followed.gz", 1000), DataError, "followed.gz");
});

Deno.test("gunzip() adds up the sizes of members, so that many small ones are no bomb either", async () => {
  const member = await gzip(new Uint8Array(100_000));
  const many = joined(...Array.from({ length: 200 }, () => member));
  await assertRejects(() => gunzip(many, "many.gz", 1_000_000), DataError, "more than 1000000 bytes");
});
