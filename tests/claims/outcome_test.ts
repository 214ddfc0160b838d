/** The exit code and the headline of a set of judged claims. */
import { assertEquals } from "@std/assert";
import { exitCode, type Graded, headline } from "../../src/claims/mod.ts";

const HELD: Graded = { own: false, graded: true, verdict: "reproduced", expected: "reproduced" };

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

Deno.test("the headline counts graded claims of the paper, our own apart", () => {
  const { reproduced, graded, own, sentence } = headline([
    HELD,
    HELD,
    { ...HELD, verdict: "not-reproduced" },
    { ...HELD, graded: false },
    { ...HELD, own: true },
  ]);
  assertEquals([reproduced, graded], [2, 3]);
  assertEquals(own, { reproduced: 1, graded: 1 });
  assertEquals(sentence, "2 of 3 graded claims are reproduced");
});

Deno.test("a run in which nothing is graded says so", () => {
  assertEquals(headline([{ ...HELD, graded: false }]).sentence, "No claim of the paper is graded here");
});
