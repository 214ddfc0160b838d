/** Known cases of judgement: verdicts, and what keeps a verdict from counting. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Claim, judge, type JudgingContext, type Observation } from "../../src/claims/mod.ts";
import { claimWith } from "./support.ts";

const QUICK: JudgingContext = { profile: "quick", dataset: "mnist" };

function observed(values: readonly number[], metric = "error"): Observation[] {
  return values.map((value, seed) => ({ experiment: "fgsm_maxout", metric, seed, value }));
}

function verdict(claim: Claim, values: readonly number[]): string {
  return judge(claim, observed(values), QUICK).verdict;
}

Deno.test("an interval inside the band is reproduced, outside not, across an edge undecided", () => {
  assertEquals(verdict(claimWith(), [89.9, 90, 90.1]), "reproduced");
  assertEquals(verdict(claimWith(), [92.9, 93, 93.1]), "not-reproduced");
  assertEquals(verdict(claimWith(), [90.9, 91, 91.1]), "undecided");
  assertEquals(verdict(claimWith(), [80, 90, 100]), "undecided");
});

Deno.test("equal values have an interval of no width, and the band includes its ends", () => {
  assertEquals(verdict(claimWith(), [91, 91, 91]), "reproduced");
  assertEquals(
    verdict(claimWith({ published: 0, comparison: "at-most" }, { tolerance: 0 }), [0, 0, 0]),
    "reproduced",
  );
});

Deno.test("at-least and at-most are open on one side", () => {
  assertEquals(verdict(claimWith({ comparison: "at-least" }), [99, 99.1, 99.2]), "reproduced");
  assertEquals(verdict(claimWith({ comparison: "at-least" }), [80, 80.1, 80.2]), "not-reproduced");
  assertEquals(verdict(claimWith({ comparison: "at-most" }), [5, 5.1, 5.2]), "reproduced");
  assertEquals(verdict(claimWith({ comparison: "at-most" }), [99, 99.1, 99.2]), "not-reproduced");
});

Deno.test("an ordering holds when the whole interval of the difference is above 0", () => {
  const ordering = claimWith({ comparison: "ordering", published: null }, { tolerance: null });
  assertEquals(verdict(ordering, [1, 2, 3]), "reproduced");
  assertEquals(verdict(ordering, [-1, -2, -3]), "not-reproduced");
  assertEquals(verdict(ordering, [-1, 0, 2]), "undecided");
  assertEquals(verdict(ordering, [0, 0, 0]), "not-reproduced");
});

Deno.test("an ordering with one seed is decided by McNemar's exact test and graded", () => {
  const ordering = claimWith({ comparison: "ordering", published: null }, { tolerance: null });
  const [one] = observed([3]);
  const result = judge(ordering, [{ ...one!, discordant: [50, 20] }], QUICK);
  assertEquals([result.verdict, result.graded, result.interval], ["reproduced", true, null]);
  assertEquals(judge(ordering, [{ ...one!, discordant: [22, 20] }], QUICK).verdict, "undecided");
  assertEquals(judge(ordering, [one!], QUICK).graded, false);
});

Deno.test("fewer than three seeds are measured and not graded", () => {
  const two = judge(claimWith(), observed([90, 90.01]), QUICK);
  assertEquals([two.verdict, two.graded], ["reproduced", false]);
  assertEquals(two.reason, "measured with 2 of the 3 seeds that grading needs");
  const one = judge(claimWith(), observed([90]), QUICK);
  assertEquals([one.verdict, one.graded, one.mean, one.interval], ["undecided", false, 90, null]);
});

Deno.test("on another data set numbers are not comparable and orderings are shown, both ungraded", () => {
  const glyphs: JudgingContext = { profile: "quick", dataset: "glyphs" };
  const number = judge(claimWith(), observed([90, 90, 90]), glyphs);
  assertEquals([number.verdict, number.graded, number.mean], ["not-comparable", false, 90]);
  assertStringIncludes(number.reason!, "measured on glyphs, the claim is about mnist");
  const ordering = claimWith({ comparison: "ordering", published: null }, { tolerance: null });
  const shown = judge(ordering, observed([1, 2, 3]), glyphs);
  assertEquals([shown.verdict, shown.graded], ["reproduced", false]);
});

Deno.test("a claim that needs no data is graded on any", () => {
  const glyphs: JudgingContext = { profile: "quick", dataset: "glyphs" };
  assertEquals(judge(claimWith({ dataset: "none" }), observed([90, 90, 90]), glyphs).graded, true);
});

Deno.test("the smoke profile is never graded", () => {
  assertEquals(judge(claimWith(), observed([90, 90, 90]), { ...QUICK, profile: "smoke" }).graded, false);
});

Deno.test("circumstances of the run ungrade the claims of their experiment alone", () => {
  const context = { ...QUICK, ungraded: { fgsm_maxout: "the budget of 10m ran out" } };
  const touched = judge(claimWith(), [], context);
  assertEquals([touched.verdict, touched.graded], ["not-run", false]);
  assertEquals(touched.reason, "the budget of 10m ran out");
  assertEquals(judge(claimWith({ experiment: "fgsm_softmax" }), [], context).graded, true);
});

Deno.test("a graded claim whose measurement is missing is not run and stays graded", () => {
  const result = judge(claimWith(), [], QUICK);
  assertEquals([result.verdict, result.graded, result.mean], ["not-run", true, null]);
  assertStringIncludes(result.reason!, "nothing was measured");
});

Deno.test("another plausible reading that changes the verdict is named", () => {
  const claim = claimWith({ otherMetrics: ["confidence_misclassified"] });
  const values = [...observed([90, 90, 90]), ...observed([50, 50, 50], "confidence_misclassified")];
  const result = judge(claim, values, QUICK);
  assertEquals([result.verdict, result.graded], ["reproduced", true]);
  assertEquals(result.reason, "read as confidence_misclassified it is not-reproduced");
});

Deno.test("readings without provenance that disagree make the claim underspecified", () => {
  const claim = claimWith({ specified: false, otherMetrics: ["other"] });
  const agreeing = [...observed([90, 90, 90]), ...observed([90, 90, 90], "other")];
  const disagreeing = [...observed([90, 90, 90]), ...observed([50, 50, 50], "other")];
  assertEquals(judge(claim, agreeing, QUICK).verdict, "reproduced");
  assertEquals(judge(claim, disagreeing, QUICK).verdict, "underspecified");
});

Deno.test("the result does not depend on the order of observations", () => {
  const values = observed([89.9, 90.3, 90.2]);
  assertEquals(judge(claimWith(), values.toReversed(), QUICK), judge(claimWith(), values, QUICK));
});

Deno.test("Wilson's interval is shown for shares only, in per cent", () => {
  const shares = observed([90, 90, 90]).map((one) => ({ ...one, trials: 10_000 }));
  const [low, high] = judge(claimWith(), shares, QUICK).wilson!;
  assertEquals([low.toFixed(2), high.toFixed(2)], ["89.50", "90.48"]);
  assertEquals(judge(claimWith({ unit: "points" }), shares, QUICK).wilson, null);
});

Deno.test("a value that is not finite or a seed that comes twice is a mistake of the experiment", () => {
  assertThrows(() => judge(claimWith(), observed([90, NaN, 90]), QUICK), RangeError, "seed 1 is NaN");
  const twice = [...observed([90]), ...observed([91])];
  assertThrows(() => judge(claimWith(), twice, QUICK), RangeError, "two values of seed 0");
});
