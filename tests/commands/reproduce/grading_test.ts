/** From what became of the runs to verdicts and exit code, without a process. */
import { assert, assertEquals } from "@std/assert";
import { Grading } from "../../../src/commands/reproduce/grading.ts";
import { DataError, UnsuitableDataError } from "../../../src/errors.ts";
import type { FinishedRun } from "../../../src/execution/executor.ts";
import type { PlannedRun, RunPlan } from "../../../src/planning/plan.ts";
import type { Measurement, SanityCheck } from "../../../src/runs/mod.ts";
import { claimWith } from "../../claims/support.ts";
import { MEASURE } from "../../runs/support.ts";
import { MNIST_IDENTITY } from "../../datasets/support.ts";

const CLAIM = claimWith(); // of the experiment fgsm_maxout
const measuring = (seed: number): PlannedRun => ({
  ...{ key: String(seed), label: "FGSM", seed, after: [], seconds: 1, dataset: MNIST_IDENTITY },
  spec: { ...MEASURE, experiment: "fgsm_maxout", seed },
});
const RUNS = [0, 1, 2].map(measuring);
const PLAN: RunPlan = { runs: RUNS, experiments: [], ungraded: {}, failed: {} };
/** The same on a data set of the user's own. */
const MINE: RunPlan = {
  ...PLAN,
  runs: RUNS.map((run) => ({ ...run, dataset: { name: "idx:/mine", digests: {} } })),
};
const QUICK = { profile: "quick", dataset: "mnist" } as const;

const finished = (
  value: number,
  extra: Partial<Measurement> = {},
  sanity: readonly SanityCheck[] = [],
): FinishedRun => ({
  outcome: {
    ...{ kind: "measure", sanity, metricsSha256: "" },
    measurement: { metrics: { [CLAIM.metric!]: { value } }, tables: {}, ...extra },
  },
  coreSeconds: 1,
  notices: [],
});

Deno.test("claims are judged when the last measurement of their experiment has ended, and not before", () => {
  const grading = new Grading([CLAIM], PLAN, QUICK);
  assertEquals(RUNS.slice(0, 2).flatMap((run) => grading.finish(run, finished(CLAIM.published!))), []);
  const [judged] = grading.finish(RUNS[2]!, finished(CLAIM.published!));
  assertEquals([judged!.verdict, judged!.graded, grading.exitCode()], ["reproduced", true, 0]);
});

Deno.test("a claim that does not hold is exit code 1, a failed run its error's", () => {
  const wrong = new Grading([CLAIM], PLAN, QUICK);
  RUNS.forEach((run) => wrong.finish(run, finished(CLAIM.published! - 50)));
  assertEquals(wrong.exitCode(), 1);
  const failed = new Grading([CLAIM], PLAN, QUICK);
  RUNS.forEach((run) => failed.fail(run, new DataError("damaged")));
  assertEquals([failed.exitCode(), failed.results()[0]!.verdict], [3, "not-run"]);
});

Deno.test("runs that were skipped take the grade, with the reason", () => {
  const grading = new Grading([CLAIM], PLAN, QUICK);
  RUNS.slice(0, 2).forEach((run) => grading.finish(run, finished(CLAIM.published!)));
  const [judged] = grading.skip(RUNS[2]!, "the budget ran out");
  assertEquals([judged!.graded, grading.exitCode()], [false, 0]);
  assert(judged!.reason!.includes("the budget ran out"));
});

Deno.test("data of the user's own that does not suit makes claims not comparable, and is no error", () => {
  const grading = new Grading([CLAIM], MINE, { profile: "quick", dataset: "idx:/mine" });
  const runs = MINE.runs;
  const alone = { ...MINE, runs: [...runs, { ...runs[0]!, key: "other" }] };
  const other = new Grading([CLAIM], alone, { profile: "quick", dataset: "idx:/mine" });
  runs.forEach((run) =>
    [grading, other].forEach((each) => each.fail(run, new UnsuitableDataError("there is no class 3")))
  );
  other.finish(alone.runs[3]!, finished(1, { metrics: {} }));
  assertEquals([grading.exitCode(), other.exitCode()], [3, 0]); // 3: the data set suits no run at all
  const [judged] = grading.results();
  assertEquals(judged!.verdict, "not-comparable");
  assert(judged!.reason!.startsWith("there is no class 3"));
  const ours = new Grading([CLAIM], PLAN, QUICK);
  RUNS.forEach((run) => ours.fail(run, new UnsuitableDataError("there is no class 3")));
  assertEquals(ours.exitCode(), 3); // the paper's data has it
});

Deno.test("a metric that the images do not give is not comparable either, with its reason", () => {
  const grading = new Grading([CLAIM], MINE, { profile: "quick", dataset: "idx:/mine" });
  const missing = { [CLAIM.metric!]: `${CLAIM.metric} is NaN on these images` };
  RUNS.forEach((run) => grading.finish(run, finished(0, { metrics: {}, missing })));
  const [judged] = grading.results();
  assertEquals([judged!.verdict, grading.exitCode()], ["not-comparable", 0]);
  assert(judged!.reason!.includes("is NaN on these images"));
});

Deno.test("a failed sanity check takes the grade and is exit code 1", () => {
  const check = { model: "maxout", attack: "FGSM", check: "size", holds: false, value: 1 };
  const grading = new Grading([CLAIM], PLAN, QUICK);
  RUNS.forEach((run) => grading.finish(run, finished(CLAIM.published!, {}, [check])));
  assertEquals([grading.results()[0]!.graded, grading.exitCode()], [false, 1]);
});

Deno.test("an experiment that could not be planned is an error, and the others are judged", () => {
  const failed = { other: new DataError("Cannot load the experiment other") };
  const grading = new Grading([CLAIM], { ...PLAN, failed }, QUICK);
  RUNS.forEach((run) => grading.finish(run, finished(CLAIM.published!)));
  assertEquals([grading.results()[0]!.verdict, grading.exitCode()], ["reproduced", 3]);
});

Deno.test("on the built-in digits nothing is graded", () => {
  const runs = RUNS.map((run) => ({ ...run, dataset: { name: "glyphs", digests: {} } }));
  const plan = { ...PLAN, runs, experiments: [{ name: "fgsm_maxout" }] } as unknown as RunPlan;
  const grading = new Grading([claimWith({ dataset: "none" })], plan, {
    profile: "quick",
    dataset: "glyphs",
  });
  RUNS.forEach((run) => grading.finish(run, finished(CLAIM.published!)));
  assertEquals(grading.results()[0]!.graded, false);
});

Deno.test("an experiment about another data set is judged by that one, whatever the others run on", () => {
  const on = (name: string) => ({
    ...PLAN,
    runs: RUNS.map((run) => ({ ...run, dataset: { name, digests: {} } })),
  });
  const judged = (name: string, dataset: string) => {
    const plan = { ...on(name), experiments: [{ name: "fgsm_maxout" }] } as unknown as RunPlan;
    const grading = new Grading([CLAIM], plan, { profile: "quick", dataset });
    plan.runs.forEach((run) => grading.finish(run, finished(CLAIM.published!)));
    return grading.results()[0]!;
  };
  assertEquals(judged("mnist", "idx:/mine").graded, true);
  assertEquals(judged("mnist", "glyphs").graded, true);
  const other = judged("idx:/mine", "mnist");
  assertEquals([other.graded, other.verdict], [false, "not-comparable"]);
  assert(other.reason!.includes("measured on idx:/mine, the claim is about mnist"));
  assertEquals(judged("glyphs", "mnist").graded, false);
});
