/** The exit code and the headline of a set of judged claims. */
import { assertEquals } from "@std/assert";
import { exitCode, type Graded, headline } from "../../src/claims/mod.ts";

const HELD: Graded = {
  ...{ kind: "claim", comparison: "equal", own: false, graded: true, verdict: "reproduced" },
  expected: "reproduced",
};

Deno.test("exit code 0 needs every graded claim measured with its expected verdict", () => {
  assertEquals(exitCode([]), 0);
  assertEquals(exitCode([HELD, HELD]), 0);
  assertEquals(exitCode([HELD, { ...HELD, verdict: "undecided" }]), 1);
  assertEquals(exitCode([HELD, { ...HELD, verdict: "not-run" }]), 1);
});

Deno.test("an expected failure is no failure, and an unexpected success is one", () => {
  assertEquals(exitCode([{ ...HELD, verdict: "not-reproduced", expected: "not-reproduced" }]), 0);
  assertEquals(exitCode([{ ...HELD, expected: "not-reproduced" }]), 1);
});

Deno.test("claims that are not graded have no say in the exit code", () => {
  assertEquals(exitCode([{ ...HELD, graded: false, verdict: "not-comparable" }]), 0);
});

Deno.test("the headline counts published numbers, bounds and orderings, our own claims apart", () => {
  const found = headline([
    HELD,
    HELD,
    { ...HELD, verdict: "not-reproduced" },
    { ...HELD, comparison: "at-least" },
    { ...HELD, comparison: "at-most", verdict: "undecided" },
    { ...HELD, comparison: "ordering" },
    { ...HELD, verdict: "underspecified" },
    { ...HELD, verdict: "underspecified", graded: false },
    { ...HELD, graded: false },
    { ...HELD, graded: false, verdict: "not-comparable" },
    { ...HELD, graded: false, verdict: "not-run" },
    { ...HELD, verdict: "not-run" }, // a failed run still counts
    { ...HELD, kind: "identity", comparison: "at-most" },
    { ...HELD, own: true },
    { ...HELD, own: true, graded: false },
  ]);
  assertEquals(found, {
    numbers: { reproduced: 2, graded: 4 },
    bounds: { reproduced: 1, graded: 2 },
    orderings: { reproduced: 1, graded: 1 },
    ...{ underspecified: 2, ungraded: 2, notRun: 1, identities: 1 },
    own: { reproduced: 1, graded: 1 },
    sentence:
      "2 of 4 published numbers, 1 of 2 bounds and 1 of 1 ordering are reproduced; 2 underspecified, " +
      "2 measured without a grade, 1 not run, 1 identity that only tests the code",
  });
});

Deno.test("a run in which nothing is graded says so", () => {
  assertEquals(
    headline([{ ...HELD, graded: false }]).sentence,
    "No claim of the paper is graded here; 1 measured without a grade",
  );
});
