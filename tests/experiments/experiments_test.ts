import { assert, assertEquals } from "@std/assert";
import { GRADED_PROFILES } from "../../src/claims/mod.ts";
import { rootPath } from "../../src/project/root.ts";
import { goldenDigests, measurementDigest } from "./golden/measurements.ts";
import { allExperiments, projectClaims, rehearse, SHAPE } from "./rehearsal.ts";

const CLAIMS = await projectClaims();
const EXPERIMENTS = await allExperiments();

Deno.test("linear_growth draws one line: its rows carry the ε that was asked for", async () => {
  const { measurement: { tables } } = await rehearse(
    EXPERIMENTS.find(({ name }) => name === "linear_growth")!,
  );
  assertEquals(new Set(tables["linear_growth"]!.map((row) => row["norm"])), new Set([0.25]));
});

Deno.test("every file in the folder but experiment.ts and load.ts is an experiment that a claim names", async () => {
  const entries = await Array.fromAsync(Deno.readDir(rootPath("src/experiments")));
  const names = entries.filter(({ isFile }) => isFile).map(({ name }) => name.replace(/\.ts$/, ""));
  assertEquals(
    names.toSorted(),
    [...EXPERIMENTS.map(({ name }) => name), "experiment", "load"].toSorted(),
  );
});

Deno.test("a profile that grades a claim runs its experiment", () => {
  for (const profile of GRADED_PROFILES) {
    const idle = EXPERIMENTS.filter((experiment) => experiment.plan(profile, SHAPE).seeds === 0);
    const graded = CLAIMS.filter((claim) =>
      claim.profiles[profile].graded && idle.some(({ name }) => name === claim.experiment)
    );
    assertEquals(graded.map(({ id }) => `${id} in ${profile}`), []);
  }
});

Deno.test("every golden digest is that of an experiment", async () => {
  const names = EXPERIMENTS.map(({ name }) => name);
  assertEquals(Object.keys(await goldenDigests()), names.toSorted());
});

for (const experiment of EXPERIMENTS) {
  Deno.test(`${experiment.name} measures every metric that claims take from it, checks its attacks, and gives the golden bits`, async () => {
    const rehearsal = await rehearse(experiment);
    const { measurement: { metrics }, sanity, streamsOfChecks, followed } = rehearsal;
    const wanted = CLAIMS.filter((claim) => claim.experiment === experiment.name)
      .flatMap(({ metric, otherMetrics }) => [metric!, ...otherMetrics]);
    assertEquals(wanted.filter((metric) => metrics[metric] === undefined), []);
    assert(Object.values(metrics).every(({ value }) => Number.isFinite(value)));
    assert(followed.size === 0 || sanity.length >= 5, "an attack that is not checked");
    const others = streamsOfChecks.filter((label) => label !== "sanity" && !label.startsWith("sanity/"));
    assertEquals(others, [], "a check draws from a stream that may be the measurement's");
    assertEquals(measurementDigest(rehearsal), (await goldenDigests())[experiment.name]);
  });

  Deno.test(`${experiment.name} plans the same runs for a seed again, and others for another seed`, () => {
    const { models, seeds } = experiment.plan("quick", SHAPE);
    assert(seeds === 0 || seeds >= 3, "a graded claim needs three seeds");
    assertEquals(models(1), models(1));
    if (Object.keys(models(0)).length > 0) assert(JSON.stringify(models(0)) !== JSON.stringify(models(1)));
  });
}
