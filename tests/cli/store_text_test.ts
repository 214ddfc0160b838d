import { assertEquals } from "@std/assert";
import { cleanText } from "../../src/cli/store_text.ts";
import type { Cleaning } from "../../src/commands/clean/clean.ts";

/** So many things of a kind. */
function part(kind: Cleaning["kind"], count: number, action: Cleaning["action"]): Cleaning {
  const things = Array.from({ length: count }, (_, i) => `thing ${i}`);
  return { kind, things, paths: things, bytes: 2_000, root: "/store", action };
}

Deno.test("cleanText() counts what goes, what stays and what becomes light", () => {
  const parts = [
    part("training runs", 1, "lighten"),
    part("measurements", 12, "keep"),
    part("remains of verifications", 1, "remove"),
  ];
  assertEquals(cleanText({ parts, foreign: [] }).split("\n"), [
    "make         1 training run in /store light: parameters go (2.0 kB), results stay",
    "keep        12 measurements in /store: 2.0 kB",
    "remove       1 remains of verifications in /store: 2.0 kB",
  ]);
});

Deno.test("cleanText() says that there is nothing to remove, and names the first ten foreign things", () => {
  assertEquals(cleanText({ parts: [], foreign: [] }), "There is nothing to remove");
  const foreign = Array.from({ length: 12 }, (_, i) => `/store/${i}`);
  const lines = cleanText({ parts: [part("measurements", 2, "keep")], foreign }).split("\n");
  assertEquals(lines.slice(1, 4), [
    "There is nothing to remove",
    "Left in place, since this program did not make it:",
    "  /store/0",
  ]);
  assertEquals([lines.length, lines.at(-1)], [14, "  and 2 more"]);
});
