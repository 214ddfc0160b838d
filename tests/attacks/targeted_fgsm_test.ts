import { assert, assertEquals, assertThrows } from "@std/assert";
import { fgsm, gradientSigns, randomSignNoise, targetedFgsm } from "../../src/attacks/mod.ts";
import { type Architecture, initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 };
const IMAGES = Float32Array.from(Rng.fromSeed(6).fork("x").uniform(36));
const TARGETS = [0, 1, 2, 1];

function withModel(test: (model: NetworkModel) => void): Promise<void> {
  return withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    test(model);
  });
}

const lossOf = (model: NetworkModel, x: Float32Array) => model.losses(x, TARGETS).reduce((a, b) => a + b);

Deno.test("targetedFgsm() with epsilon 0 returns the input bit for bit", async () => {
  await withModel((model) => bitwise(targetedFgsm(model, IMAGES, TARGETS, 0), IMAGES));
});

Deno.test("targetedFgsm() moves every pixel by epsilon against the sign that fgsm() follows", async () => {
  await withModel((model) => {
    const signs = gradientSigns(model, IMAGES, TARGETS);
    const moved = targetedFgsm(model, IMAGES, TARGETS, 0.25);
    bitwise(moved, Array.from(IMAGES, (v, i) => Math.fround(v - 0.25 * signs[i]!)));
    const direction = gradientSigns(model, IMAGES, TARGETS, "direction");
    bitwise(
      targetedFgsm(model, IMAGES, TARGETS, 0.25, "direction"),
      Array.from(IMAGES, (v, i) => Math.fround(v - 0.25 * direction[i]!)),
    );
  });
});

Deno.test("targetedFgsm() lowers the target's cost, and more than random signs of the same size", async () => {
  await withModel((model) => {
    const attacked = lossOf(model, targetedFgsm(model, IMAGES, TARGETS, 0.1));
    assert(
      attacked < lossOf(model, IMAGES) &&
        lossOf(model, IMAGES) < lossOf(model, fgsm(model, IMAGES, TARGETS, 0.1)),
    );
    for (let k = 0; k < 20; k++) {
      assert(lossOf(model, randomSignNoise(IMAGES, 9, 0.1, Rng.fromSeed(k).fork("noise"))) > attacked);
    }
  });
});

Deno.test("targetedFgsm() turns noise into any class of a linear model, as appendix A does", async () => {
  await withEngine((engine) => {
    const softmax: Architecture = { type: "softmax", inputs: 100, classes: 3 };
    using model = new NetworkModel(engine, softmax, initialise(softmax, 0.3, Rng.fromSeed(2)));
    const noise = Float32Array.from(Rng.fromSeed(2).fork("noise").normal(300));
    for (const target of [0, 1, 2]) {
      const made = targetedFgsm(model, noise, [target, target, target], 0.5);
      assertEquals([...model.answers(made).predictions], [target, target, target]);
    }
  });
});

Deno.test("targetedFgsm() refuses targets that are no classes and sizes that are negative or not finite", async () => {
  await withModel((model) => {
    assertThrows(() => targetedFgsm(model, IMAGES, [0, 1, 2, 3], 0.25), RangeError, "label 3 is 3");
    for (const epsilon of [-0.1, NaN, Infinity]) {
      assertThrows(() => targetedFgsm(model, IMAGES, TARGETS, epsilon), RangeError, `${epsilon}`);
    }
  });
});
