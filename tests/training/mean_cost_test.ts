/** The mean over outputs that are judged one by one: a step of their sum that is as many times smaller. */
import { assert, assertEquals } from "@std/assert";
import type { LabelledImages } from "../../src/datasets/mod.ts";
import type { Architecture } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { type Recipe, trainEpochs } from "../../src/training/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const CLASSES = 4; // a power of two, so that dividing by it is exact
const IMAGES: LabelledImages = {
  ...{ count: 40, height: 2, width: 4, channels: 1 },
  pixels: Uint8Array.from(Rng.fromSeed(1).uniform(320), (u) => Math.floor(256 * u)),
  labels: Uint8Array.from({ length: 40 }, (_, i) => i % CLASSES),
};
const common = { objective: { alpha: 1 }, epochs: 2, batch: 10 } as const;
const momentum = (initial: number): Recipe["optimiser"] => ({
  type: "momentum",
  learningRate: { initial },
  momentum: { initial: 0.5, final: 0.5, saturates: 1 },
});
const CASES: readonly [Architecture, (rate: number) => Recipe][] = [
  [
    { type: "maxout", inputs: 8, classes: CLASSES, units: [5], pieces: 2, outputs: "sigmoid" },
    (rate) => ({ ...common, initial: { type: "uniform", range: 0.5 }, optimiser: momentum(rate) }),
  ],
  [
    { type: "rbf", inputs: 8, classes: CLASSES },
    (rate) => ({
      ...common,
      initial: { type: "class-means", beta: [0.1] },
      optimiser: { type: "descent", learningRate: rate },
    }),
  ],
];

for (const [architecture, recipe] of CASES) {
  Deno.test(`training ${architecture.type} on the mean over outputs is training on their sum with a smaller rate`, () =>
    withEngine((engine) => {
      const ends = (
        own: Recipe,
      ) => [...trainEpochs(engine, { architecture, recipe: own, images: IMAGES, rng: Rng.fromSeed(2) })];
      const sums = ends(recipe(0.125 / CLASSES));
      const means = ends({ ...recipe(0.125), meanCost: true });
      means.forEach(({ parameters, cost }, i) => {
        for (const [name, values] of Object.entries(sums[i]!.parameters)) bitwise(parameters[name]!, values);
        assertEquals(cost, sums[i]!.cost / CLASSES);
      });
      assert(ends(recipe(0.125))[0]!.cost !== sums[0]!.cost);
    }));
}
