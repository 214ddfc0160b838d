import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { claimLine, claimsTable, wrap } from "../../../src/report/formats/terminal.ts";
import { claimResult } from "../fixture/claims.ts";
import { EMPTY, FIXTURE, GLYPHS } from "../fixture/report.ts";
import { fileOf, HOSTILE } from "../support.ts";

// deno-lint-ignore no-control-regex -- the colours are what is removed
const plain = (text: string) => text.replace(/\x1b\[\d*m/g, "");

Deno.test("no line of the terminal's table is wider than 80 columns, with or without colour", () => {
  const hostile = {
    ...FIXTURE,
    claims: [
      claimResult(HOSTILE, { statement: HOSTILE, mean: 1e9, interval: [0, 3e9], verdict: "undecided" }),
    ],
    notices: [HOSTILE],
  };
  for (const data of [FIXTURE, GLYPHS, EMPTY, hostile]) {
    const text = claimsTable(data, false);
    for (const line of text.split("\n")) assert([...line].length <= 80, line);
    assertEquals(plain(claimsTable(data, true)), text);
  }
});

Deno.test("without colour the table has no control character, whatever the texts are", () => {
  const claim = claimResult("Q2a", { statement: HOSTILE, mean: 1, verdict: "undecided" });
  // deno-lint-ignore no-control-regex -- a cursor movement would be one
  assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(claimsTable({ ...FIXTURE, claims: [claim] }, false)));
});

Deno.test("each verdict has an icon and a word", () => {
  const text = claimsTable(FIXTURE, false);
  for (const words of ["✓ Q2a ", "~ Q2b ", "✗ Q3a ", "? Q15a ", "  not reproduced", "  underspecified"]) {
    assertStringIncludes(text, words);
  }
  assertMatch(text, /✓ Q2a +99\.9 +99\.84 ± 0\.05 {2}·····░━◆░░····· {2}reproduced/);
  assertStringIncludes(
    text,
    "4 of 6 published numbers and 1 of 1 bound are reproduced. 1 underspecified, 1\nmeasured without a grade, 16 not run.",
  );
});

Deno.test("the sanity of the attacks is one line, and one for each check that fails", () => {
  const text = claimsTable(FIXTURE, false);
  assertStringIncludes(text, "\nsanity: 2 of 4 checks hold\n");
  assertStringIncludes(text, "✗ fgsm_maxout, seed 1, FGSM, float32 on maxout: it beats a random direction");
  assert(!claimsTable(EMPTY, false).includes("sanity"));
});

Deno.test("a claim can be printed as it is reached", () => {
  assertMatch(
    claimLine(FIXTURE.claims[1]!, false),
    /^✓ Q2a: error at ε = \.25: .*, paper 99\.9: reproduced$/,
  );
});

Deno.test("wrap() loses no word and cuts one that is too long", () => {
  assertEquals(wrap("one two three four", 9, 2).join(" ").split(/\s+/), ["one", "two", "three", "four"]);
  assertEquals(wrap("abcdefghij", 4, 1), ["abcd", " efg", " hij"]);
});

Deno.test("claims.csv holds every claim with unrounded values", async () => {
  const rows = parse(await fileOf(FIXTURE, "claims.csv"), { skipFirstRow: true });
  assertEquals(rows.map((row) => row["id"]), FIXTURE.claims.map((claim) => claim.id));
  const growth = rows[0]!;
  assertEquals(Number(growth["mean"]), FIXTURE.claims[0]!.mean);
  assertMatch(growth["seeds"]!, /^0:[^;]+;1:/);
  assertEquals(rows.at(-1)!["mean"], "");
});

Deno.test("report.md shows claims, figures and what was not run", async () => {
  const text = await fileOf(FIXTURE, "report.md");
  assertStringIncludes(text, "| Q2a | Softmax regression gets almost every FGSM example");
  assertStringIncludes(text, "| 99.9 % | 99.84 ± 0.05 | ✅ Reproduced |");
  assertStringIncludes(text, "](figures/error_against_epsilon.svg)");
  assertStringIncludes(
    text,
    "## Sanity checks of the attacks\n\nSanity: 2 of 4 checks hold.\n\n- ❌ fgsm\\_maxout",
  );
  assertStringIncludes(text, "- Q4a, Q4b, Q20c.error, Q20c.confidence: no experiment yet");
});
