/** What experiments and recipes take from the shape of their data set: on MNIST the published values. */
import { assertEquals } from "@std/assert";
import { MNIST_SHAPE } from "../../src/datasets/mod.ts";
import { linearGrowth } from "../../src/experiments/linear_growth.ts";
import { localisation } from "../../src/experiments/localised_weights.ts";
import { perceptron } from "../../src/experiments/recipes/mod.ts";
import { bitwise } from "../support/compare.ts";

const COLOURED = { ...MNIST_SHAPE, inputs: 3072, height: 32, width: 32, channels: 3, train: 50_000 };

Deno.test("linear_growth looks at dimensions about that of an image, each once", () => {
  const { dimensions, randomSigns } = linearGrowth.plan("quick", MNIST_SHAPE).parameters;
  assertEquals([...dimensions], [49, 98, 196, 392, 784, 1568, 3136, 6272]);
  assertEquals(randomSigns.dimension, 784);
  const few = linearGrowth.plan("quick", { ...MNIST_SHAPE, inputs: 2, height: 1, width: 2 }).parameters;
  assertEquals([...few.dimensions], [1, 2, 4, 8, 16]);
});

Deno.test("perceptrons begin as wide as their inputs and 240 units say, whatever the profile", () => {
  const range = (activation: "relu" | "sigmoid", data: typeof MNIST_SHAPE) =>
    (["smoke", "quick", "full"] as const).map((profile) => {
      const { initial } = perceptron(activation, profile, data, 0).recipe;
      return initial.type === "uniform" ? initial.range : null;
    });
  assertEquals(range("relu", MNIST_SHAPE), [0.077, 0.077, 0.077]);
  assertEquals(range("sigmoid", MNIST_SHAPE), [0.306, 0.306, 0.306]);
  assertEquals(range("relu", COLOURED), [0.043, 0.043, 0.043]); // √(6 / 3312) = .04256
});

Deno.test("the channels of a pixel stand in one place: a coloured filter is spread no wider than a grey one", () => {
  // weights 1 at row 0 and 2 at row 1 of the first column, in one channel and in two
  const grey = localisation([1, 0, 0, 2, 0, 0], { height: 2, width: 3, channels: 1 });
  const twoChannels = { height: 2, width: 3, channels: 2 };
  const coloured = localisation([1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0], twoChannels);
  bitwise([coloured.spread, coloured.pixels], [grey.spread, grey.pixels]);
  assertEquals(localisation([0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], twoChannels).spread, 0);
});
