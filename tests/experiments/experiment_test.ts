/** What the types of an experiment promise: these tests fail to compile where a promise is broken. */
import { assertEquals } from "@std/assert";
import { experiment, type MeasureContext } from "../../src/experiments/experiment.ts";
import { loadExperiment } from "../../src/experiments/load.ts";
import type { fgsmSoftmax } from "../../src/experiments/fgsm_softmax.ts";
import { SEEDS, softmaxRegression } from "../../src/experiments/recipes/mod.ts";

const SHAPE = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 100, test: 60 };

Deno.test("measure() and checks() know the roles and parameters of plan(), and no others", () => {
  const { plan } = experiment({
    name: "typed",
    title: "Roles and parameters",
    plan: (profile, data) => ({
      seeds: SEEDS.linear[profile],
      models: (seed) => ({ softmax: softmaxRegression(profile, data, seed) }),
      parameters: { epsilon: 0.25 },
    }),
    measure({ models, trainings, parameters }) {
      // @ts-expect-error: a misspelt role
      models.softmx?.answers;
      // @ts-expect-error: a misspelt role
      trainings.maxout?.metrics;
      // @ts-expect-error: a misspelt parameter
      parameters.epsilons?.length;
      const { value }: { value: number } = { value: parameters.epsilon + models.softmax.inputs };
      return { metrics: { value: { value } }, tables: {} };
    },
    checks({ models }) {
      // @ts-expect-error: a misspelt role
      models.softmx?.answers;
      return [];
    },
  });
  const models = plan("smoke", SHAPE).models(0);
  // @ts-expect-error: a misspelt role
  assertEquals(models.softmx, undefined);
  assertEquals(models.softmax.seed, 0);
});

Deno.test("a measurement of another experiment's roles does not compile", () => {
  type Context = Parameters<typeof fgsmSoftmax.measure>[0];
  const measuresPair = (_context: MeasureContext<{ epsilon: number }, "softmax" | "maxout">) => {};
  // @ts-expect-error: there is no maxout network
  const wrong: (context: Context) => void = measuresPair;
  assertEquals(wrong, measuresPair);
});

Deno.test("loadExperiment() gives an experiment of any roles and parameters", async () => {
  const { models } = (await loadExperiment("fgsm_softmax")).plan("smoke", SHAPE);
  assertEquals(Object.keys(models(0)), ["softmax"]);
});
