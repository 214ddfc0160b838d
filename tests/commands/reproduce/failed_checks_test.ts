import { assertEquals } from "@std/assert";
import { judge, type JudgingContext } from "../../../src/claims/mod.ts";
import { losesGrade, withFailedChecks } from "../../../src/commands/reproduce/failed_checks.ts";
import { claimWith } from "../../claims/support.ts";

const QUICK: JudgingContext = { profile: "quick", dataset: "mnist" };
const FAILED = new Set(["fgsm_maxout"]);
const OBSERVATIONS = [90, 90.1, 89.9].map((value, seed) => ({
  experiment: "fgsm_maxout",
  metric: "error",
  seed,
  value,
}));

Deno.test("a failed sanity check takes the grade from the claims of its experiment alone, and says so", () => {
  const context = withFailedChecks(QUICK, FAILED);
  const judged = judge(claimWith(), OBSERVATIONS, context);
  assertEquals([judged.graded, judged.reason], [false, "a sanity check of its attack failed"]);
  const other = OBSERVATIONS.map((each) => ({ ...each, experiment: "rotation" }));
  assertEquals(judge(claimWith({ experiment: "rotation" }), other, context).graded, true);
});

Deno.test("a reason that was there before stays", () => {
  const budget = { ...QUICK, ungraded: { fgsm_maxout: "the budget ran out" } };
  assertEquals(
    judge(claimWith(), OBSERVATIONS, withFailedChecks(budget, FAILED)).reason,
    "the budget ran out",
  );
});

Deno.test("a grade is lost only where there would have been one", () => {
  assertEquals(losesGrade([claimWith()], OBSERVATIONS, QUICK, FAILED), true);
  assertEquals(losesGrade([claimWith()], OBSERVATIONS, QUICK, new Set()), false);
  assertEquals(losesGrade([claimWith()], OBSERVATIONS, QUICK, new Set(["rotation"])), false);
  assertEquals(losesGrade([claimWith()], OBSERVATIONS, { ...QUICK, profile: "smoke" }, FAILED), false);
  const plain = claimWith({}, { graded: false, reason: "for information" });
  assertEquals(losesGrade([plain], OBSERVATIONS, QUICK, FAILED), false);
});
