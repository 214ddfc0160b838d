import { assert, assertEquals } from "@std/assert";
import { fgsm, rotate, targetedFgsm } from "../../src/attacks/mod.ts";
import { GRADED_PROFILES } from "../../src/claims/mod.ts";
import type { AnyExperiment } from "../../src/experiments/load.ts";
import type { Model } from "../../src/models/mod.ts";
import { rootPath } from "../../src/project/root.ts";
import { advice, goldenDigests, measurementDigest } from "./golden/measurements.ts";
import { allExperiments, projectClaims, type Rehearsal, rehearse, SHAPE } from "./rehearsal.ts";

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

/**
 * Gradients that an experiment follows and that no check asks for, with the reason. There is no other exception: an
 * attack that is not declared, or is declared on another model or in another reading, fails the test.
 */
const EXCUSED: Readonly<Record<string, { reason: string; gradients: readonly string[] }>> = {
  first_order: {
    reason: "it predicts costs from these gradients, and perturbs nothing along them",
    gradients: ["softmax: no attack, exact", "maxout: no attack, exact"],
  },
  gradient_directions: {
    reason:
      "it takes the cosine of noise with these gradients; the noise that it turns uphill is of random signs",
    gradients: ["maxout: no attack, direction", "softmax: no attack, direction"],
  },
  hidden_perturbations: {
    reason:
      "no claim rests on the attack on the last layer's net, which its training may leave without a gradient",
    gradients: ["last: fgsm, float32", "last: fgsm, direction"],
  },
  rubbish_training: {
    reason:
      "the claims rest on the step of the net that was trained on noise; the other one's is for its table",
    gradients: ["naive: fgsm+targeted_fgsm, direction"],
  },
  weight_decay: {
    reason: "a net that the penalty kept from learning has no gradient; these are not trained",
    gradients: ["hundredth", "tenth", "printed", "epsilon"].map((role) => `${role}: fgsm, float32`),
  },
};

/** The gradients that `measure()` followed, and the checks did not. Those of networks of its own may be of any. */
function unchecked({ followed, checked }: Rehearsal): readonly string[] {
  const ofAny = (gradient: string) => gradient.slice(gradient.indexOf(": "));
  const anywhere = new Set([...checked].map(ofAny));
  return [...followed].filter((gradient) =>
    gradient.startsWith("a network of its own") ? !anywhere.has(ofAny(gradient)) : !checked.has(gradient)
  );
}

Deno.test("an attack that an experiment keeps to itself is noticed, whichever part of it is not declared", async () => {
  const softmax = EXPERIMENTS.find(({ name }) => name === "fgsm_softmax")!;
  const measure = softmax.measure.bind(softmax);
  const secret = (attack: (model: Model) => void): AnyExperiment => ({
    ...softmax,
    measure(context) {
      attack(context.models["softmax"]!);
      return measure(context);
    },
  });
  const x = new Float32Array(784);
  const found = async (experiment: AnyExperiment) => unchecked(await rehearse(experiment));
  assertEquals(await found(softmax), []);
  assertEquals(await found({ ...softmax, attacks: () => [] }), [
    "softmax: fgsm, float32",
    "softmax: fgsm, direction",
  ]);
  const { attacks: _, ...none } = softmax;
  assertEquals((await found(none)).length, 2);
  const kinds = {
    "softmax: fgsm, exact": secret((model) => fgsm(model, x, [1], 0.25, "exact")),
    "softmax: rotate, direction": secret((model) => rotate(model, x, [1], 20)),
    "softmax: fgsm+targeted_fgsm, float32": secret((model) => targetedFgsm(model, x, [1], 0.25)),
    "softmax: no attack, float32": secret((model) => model.inputGradient(x, [1])),
    "softmax: no attack, pulled back": secret((model) => model.pullback!(x, new Float32Array(10))),
  };
  for (const [gradient, experiment] of Object.entries(kinds)) {
    assertEquals(await found(experiment), [gradient]);
  }
});

for (const experiment of EXPERIMENTS) {
  Deno.test(`${experiment.name} measures every metric that claims take from it, checks its attacks, and gives the golden bits`, async () => {
    const rehearsal = await rehearse(experiment);
    const { measurement: { metrics }, streamsOfChecks } = rehearsal;
    const wanted = CLAIMS.filter((claim) => claim.experiment === experiment.name)
      .flatMap(({ metric, otherMetrics }) => [metric!, ...otherMetrics]);
    assertEquals(wanted.filter((metric) => metrics[metric] === undefined), []);
    assert(Object.values(metrics).every(({ value }) => Number.isFinite(value)));
    assertEquals(unchecked(rehearsal), EXCUSED[experiment.name]?.gradients ?? []);
    const others = streamsOfChecks.filter((label) => label !== "sanity" && !label.startsWith("sanity/"));
    assertEquals(others, [], "a check draws from a stream that may be the measurement's");
    const golden = (await goldenDigests())[experiment.name];
    assertEquals(measurementDigest(rehearsal), golden, advice([experiment.name]));
  });

  Deno.test(`${experiment.name} plans the same runs for a seed again, and others for another seed`, () => {
    const { models, seeds } = experiment.plan("quick", SHAPE);
    assert(seeds === 0 || seeds >= 3, "a graded claim needs three seeds");
    assertEquals(models(1), models(1));
    if (Object.keys(models(0)).length > 0) assert(JSON.stringify(models(0)) !== JSON.stringify(models(1)));
  });
}
