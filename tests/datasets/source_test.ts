import { assertEquals, assertThrows } from "@std/assert";
import { type DatasetWord, kindOf, nameOf, parseDataset, sourceOf } from "../../src/datasets/source.ts";
import { UsageError } from "../../src/errors.ts";
import { defaultDataset, PROFILES, profileSource, WHOLE } from "../../src/project/profiles.ts";

Deno.test("a name of a data set is parsed to what it was made from, whatever its folder is called", () => {
  const words: readonly DatasetWord[] = [
    { kind: "mnist" },
    { kind: "glyphs" },
    ...["/a", "a b", "idx:", "mnist"].map((folder) => ({ kind: "idx", folder } as const)),
  ];
  for (const word of words) {
    assertEquals(parseDataset(nameOf(word)), word);
    assertEquals(kindOf(nameOf(word)), word.kind);
  }
});

Deno.test("an unknown name of a data set is wrong usage, with a suggestion", () => {
  const refused: readonly [string, string][] = [
    ["minst", 'Unknown data set "minst" (did you mean "mnist"?)'],
    ["Glyphs", '(did you mean "glyphs"?)'],
    ["", "expected mnist, glyphs or idx:DIR"],
    ["idx:", "expected a folder after the colon, as in idx:DIR"],
    [" idx:a", "expected mnist, glyphs or idx:DIR"],
  ];
  for (const [text, message] of refused) {
    assertEquals(assertThrows(() => parseDataset(text), UsageError, message).exitCode, 2);
  }
});

Deno.test("glyphs are as many as asked for, and counts say nothing of other data sets", () => {
  const counts = { train: 3, test: 2 };
  assertEquals(sourceOf({ kind: "glyphs" }, counts), { kind: "glyphs", counts });
  assertEquals(sourceOf({ kind: "mnist" }, counts), { kind: "mnist" });
  assertEquals(sourceOf({ kind: "idx", folder: "/a" }, counts), { kind: "idx", folder: "/a" });
});

Deno.test("glyphs stand in for MNIST in the profiles that are about it, and only where nothing is named", () => {
  for (const profile of PROFILES) {
    const own = profileSource(profile, null);
    assertEquals(own.kind, defaultDataset(profile));
    if (own.kind === "mnist") assertEquals(own.standIn, WHOLE);
    assertEquals(profileSource(profile, { kind: "mnist" }), { kind: "mnist" });
  }
  const rehearsed = profileSource("smoke", null);
  assertEquals(rehearsed, { kind: "glyphs", counts: { train: 2000, test: 1000 } });
});
