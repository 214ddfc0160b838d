import { assertEquals } from "@std/assert";
import { headlineText } from "../../src/report/summary.ts";
import { FIXTURE } from "./fixture/report.ts";

const measured = FIXTURE.claims.filter(({ kind, dataset, mean, own }) =>
  kind === "claim" && dataset === "mnist" && mean !== null && !own
).slice(0, 1).map((claim) => ({ ...claim, graded: false, experiment: "fgsm_softmax" }));

Deno.test("where nothing is graded, the headline says on which data a claim was measured, that of its experiment", () => {
  const text = (dataset: string, other: string) =>
    headlineText({
      ...{ dataset, claims: measured },
      otherData: [{ ...FIXTURE.data, name: other, experiments: ["fgsm_softmax"], tables: [] }],
    });
  assertEquals(text("idx:/a", "mnist"), "Nothing graded: 1 claim measured, but none is graded here.");
  assertEquals(text("mnist", "idx:/a"), "Nothing graded: 1 claim measured on idx:/a, not the paper's data.");
});
