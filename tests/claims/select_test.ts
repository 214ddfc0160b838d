/** What `--claims` selects. */
import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { parseClaims, selectClaims } from "../../src/claims/mod.ts";
import { dataFile } from "./support.ts";

const claims = parseClaims(dataFile("claims.csv"));

function ids(...words: string[]): string[] {
  return selectClaims(claims, words).map((claim) => claim.id);
}

Deno.test("no word selects every claim", () => assertEquals(ids().length, claims.length));

Deno.test("a number selects its claims: Q2 is Q2a and Q2b and not Q20", () => {
  assertEquals(ids("Q2"), ["Q2a", "Q2b"]);
  assertEquals(ids("Q23"), ["Q23.rubbish", "Q23.clean", "Q23.gain", "Q23.fooled"]);
  assertEquals(ids("L1"), ["L1.growth", "L1.norm"]);
  assertEquals(ids("H1"), ["H1"]);
});

Deno.test("an id without its suffix selects all its claims", () => {
  assertEquals(ids("Q14a"), ["Q14a.error", "Q14a.confidence"]);
});

Deno.test("an id selects itself alone", () => {
  assertEquals(ids("Q14a.error"), ["Q14a.error"]);
  assertEquals(ids("Q7"), ["Q7"]);
});

Deno.test("a section selects its claims and no other section's", () => {
  const sections = new Set(selectClaims(claims, ["s5"]).map((claim) => claim.section));
  assertEquals([...sections], ["5"]);
  assertEquals(new Set(selectClaims(claims, ["s10"]).map((claim) => claim.section)), new Set(["10"]));
});

Deno.test("case does not matter", () => {
  assertEquals(ids("q14A.Error", "SA"), ids("Q14a.error", "sA"));
});

Deno.test("words unite, each claim once and in the order of the table", () => {
  assertEquals(ids("Q5", "Q2", "Q2a"), ["Q2a", "Q2b", "Q5a", "Q5b"]);
});

Deno.test("an unknown word is a usage error that suggests the nearest one", () => {
  assertThrows(() => ids("Q2a", "Q14a.eror"), UsageError, 'found "Q14a.eror"');
  assertThrows(() => ids("Q14a.eror"), UsageError, '(did you mean "Q14a.error"?)');
  for (const word of ["Q", "Q24", "s2", "s11", "", "a"]) assertThrows(() => ids(word), UsageError);
});
