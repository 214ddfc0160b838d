import { assertThrows } from "@std/assert";
import {
  fgsm,
  gradientSigns,
  lbfgs,
  type LbfgsOptions,
  randomSignNoise,
  randomSigns,
  rotate,
  scaledStep,
  stepAlong,
  turnTowards,
  uniformNoise,
} from "../../src/attacks/mod.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { withEngine } from "../support/engine.ts";

const SOFTMAX = { type: "softmax", inputs: 4, classes: 3 } as const;
const IMAGES = new Float32Array(8).fill(0.5);
const RNG = Rng.fromSeed(0);
const LBFGS: LbfgsOptions = { penalties: [0.01, 100], searches: 2, iterations: 2, memory: 2 };

function withModel(test: (model: NetworkModel) => void): Promise<void> {
  return withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.5, RNG));
    test(model);
  });
}

Deno.test("every attack refuses labels that are no classes and images that are not finite", async () => {
  await withModel((model) => {
    const attacks: ((x: Float32Array, labels: number[]) => unknown)[] = [
      (x, labels) => fgsm(model, x, labels, 0.25),
      (x, labels) => gradientSigns(model, x, labels),
      (x, labels) => scaledStep(model, x, labels, 0.25),
      (x, labels) => rotate(model, x, labels, 10),
      (x, labels) => lbfgs(model, x, labels, LBFGS),
    ];
    for (const attack of attacks) {
      assertThrows(
        () => attack(IMAGES, [0, 255]),
        RangeError,
        "label 1 is 255, expected a whole number from 0",
      );
      assertThrows(() => attack(IMAGES, [0]), RangeError, "1 labels for 2 images");
      assertThrows(() => attack(IMAGES.with(5, NaN), [0, 1]), RangeError, "pixel 1 of image 1 is NaN");
      assertThrows(
        () => attack(IMAGES.subarray(1), [0, 1]),
        RangeError,
        "7 numbers, expected a multiple of 4",
      );
    }
  });
});

Deno.test("stepAlong() wants a sign for each pixel", () => {
  for (const count of [0, 7, 9]) {
    const message = `the number of signs is ${count}, expected 8, one for each pixel`;
    assertThrows(() => stepAlong(IMAGES, new Int8Array(count), 0.25), RangeError, message);
  }
});

Deno.test("turnTowards() wants a direction for each image, and images of so many inputs", () => {
  assertThrows(() => turnTowards(IMAGES, new Float32Array(4), 4, 10), RangeError, "expected 8");
  assertThrows(() => turnTowards(IMAGES, new Float32Array(8), 3, 10), RangeError, "a multiple of 3");
});

Deno.test("noise refuses sizes that are negative or not finite, and images of other inputs", () => {
  for (const noise of [randomSignNoise, uniformNoise]) {
    for (const epsilon of [-1, NaN, Infinity]) {
      assertThrows(() => noise(IMAGES, 4, epsilon, RNG), RangeError, `epsilon is ${epsilon}`);
    }
    assertThrows(() => noise(IMAGES, 3, 0.25, RNG), RangeError, "a multiple of 3");
    assertThrows(() => noise(IMAGES.with(0, Infinity), 4, 0.25, RNG), RangeError, "pixel 0 of image 0");
  }
  assertThrows(() => randomSigns(1.5, 4, RNG), RangeError, "the number of images is 1.5");
  assertThrows(() => randomSigns(1, 0, RNG), RangeError, "the number of inputs is 0");
});

Deno.test("lbfgs() refuses a search that cannot be made", async () => {
  await withModel((model) => {
    const wrong: Partial<LbfgsOptions>[] = [
      { penalties: [0, 1] },
      { penalties: [2, 1] },
      { penalties: [1, Infinity] },
      { searches: 0 },
      { iterations: NaN },
      { memory: 0 },
    ];
    for (const options of wrong) {
      assertThrows(
        () => lbfgs(model, IMAGES, [0, 1], { ...LBFGS, ...options }),
        RangeError,
        "expected",
      );
    }
  });
});
