import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ReportData } from "../../../src/report/data.ts";
import { epsilonText } from "../../../src/report/figures/context.ts";
import type { Figure } from "../../../src/report/figures/mod.ts";
import { FIXTURE } from "../fixture/report.ts";
import { drawable } from "../support.ts";

/** Figures whose rows do not say at which ε they were measured. */
const WITHOUT_EPSILON = [
  "confidence_histogram",
  "error_against_cosine",
  "ensemble",
  "transfer",
  "disjoint_halves",
  "rbf_trajectory",
  "fooling_images",
  "training_curves",
  "hidden_perturbations",
];

/** All words of a figure. */
const words = ({ title, caption, wide }: Figure) => `${title} ${caption} ${JSON.stringify(wide)}`;

function figures(data: ReportData): ReadonlyMap<string, Figure> {
  return new Map(drawable(data).map((figure) => [figure.name, figure]));
}

Deno.test("a figure says the ε that its experiment was run with, and not the paper's", () => {
  const measurements = FIXTURE.measurements.map((each) => ({
    ...each,
    parameters: JSON.parse(JSON.stringify(each.parameters).replaceAll("0.25", "0.125")),
    watchedBy: each.watchedBy.map(() => 0.125),
  }));
  const drawn = figures({ ...FIXTURE, measurements });
  for (const name of WITHOUT_EPSILON) {
    assertStringIncludes(words(drawn.get(name)!), "ε = .125", name);
    assert(!words(drawn.get(name)!).includes("ε = .25"), name);
  }
});

Deno.test("where the report does not know the ε, no figure names one", () => {
  const drawn = figures({ ...FIXTURE, measurements: [] });
  for (const name of WITHOUT_EPSILON) assert(!/ε = |undefined/.test(words(drawn.get(name)!)), name);
});

Deno.test("experiments that were run with several ε name them all", () => {
  const row = (epsilon: number) => ({
    experiment: "rbf",
    seed: 0,
    key: "",
    parameters: { epsilon },
    watchedBy: [],
  });
  assertEquals(epsilonText({ measurements: [row(0.3), row(0.1), row(0.3)] }, ["rbf"]), ", ε = .1 and .3");
  assertEquals(epsilonText({ measurements: [row(0.3)] }, ["ensemble"]), "");
});

Deno.test("the cost of guessing is that among the classes of the data", () => {
  const title = (classes: number | null) =>
    figures({ ...FIXTURE, data: { ...FIXTURE.data, classes } }).get("deep_rbf_costs")!.title;
  assertMatch(title(10), /; guessing costs 2\.30$/);
  assertMatch(title(256), /; guessing costs 5\.55$/);
  assertMatch(title(null), / nats$/);
});
