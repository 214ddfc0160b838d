import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { fgsm, inputGradient, randomSignNoise, uniformNoise } from "../../src/attacks/mod.ts";
import { initialise, type Model, modelOf, negativeLogLikelihood } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const LABELS = [0, 1, 2, 1];

function fixture(): { model: Model; x: tf.Tensor2D } {
  const rng = Rng.fromSeed(6);
  const architecture = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 } as const;
  return {
    model: modelOf(architecture, initialise(architecture, 0.7, rng)),
    x: tf.tensor2d(Float32Array.from(rng.fork("x").uniform(36)), [4, 9]),
  };
}

const lossOf = (model: Model, x: tf.Tensor2D) =>
  negativeLogLikelihood(model.head, model.logits(x), LABELS, 1).dataSync()[0]!;
const values = (t: tf.Tensor) => t.dataSync() as Float32Array;

Deno.test("fgsm() with epsilon 0 returns the input bit for bit", async () => {
  await withEngine(() => {
    const { model, x } = fixture();
    bitwise(values(fgsm(model, x, LABELS, 0)), values(x));
  });
});

Deno.test("fgsm() moves every pixel by epsilon along the sign of the gradient, unclipped, and raises the loss", async () => {
  await withEngine(() => {
    const { model, x } = fixture();
    const gradient = values(inputGradient(model, x, LABELS));
    const moved = values(fgsm(model, x, LABELS, 0.25));
    bitwise(moved, Array.from(values(x), (v, i) => Math.fround(v + 0.25 * Math.sign(gradient[i]!))));
    assert(moved.some((v) => v < 0 || v > 1), "nothing left the range of pixels, so clipping is not tested");
    assert(lossOf(model, fgsm(model, x, LABELS, 0.25)) > lossOf(model, x));
  });
});

Deno.test("fgsm() leaves a pixel whose gradient is exactly 0", async () => {
  await withEngine(() => {
    const architecture = { type: "softmax", inputs: 2, classes: 2 } as const;
    const model = modelOf(architecture, { "y/W": tf.tensor2d([[0, 0], [1, -1]]), "y/b": tf.zeros([2]) });
    const x = tf.tensor2d([[0.5, 0.5]]);
    bitwise(values(fgsm(model, x, [0], 0.25)), [0.5, 0.25]);
  });
});

Deno.test("fgsm() moves every pixel of a model so confident that its gradient is below 1e-20", async () => {
  await withEngine(() => {
    const architecture = { type: "logistic", inputs: 3 } as const;
    const model = modelOf(architecture, { "y/W": tf.tensor2d([[60], [-1e-3], [1]]), "y/b": tf.zeros([1]) });
    const x = tf.tensor2d([[1, 1, 1]]);
    assert(Math.max(...values(inputGradient(model, x, [1])).map(Math.abs)) < 1e-20);
    bitwise(values(fgsm(model, x, [1], 0.25)), [0.75, 1.25, 0.75]);
  });
});

Deno.test("fgsm() beats random signs of the same size", async () => {
  await withEngine(() => {
    const { model, x } = fixture();
    const attacked = lossOf(model, fgsm(model, x, LABELS, 0.1));
    for (let k = 0; k < 20; k++) {
      assert(lossOf(model, randomSignNoise(x, 0.1, Rng.fromSeed(k).fork("noise"))) < attacked);
    }
  });
});

Deno.test("inputGradient() agrees with finite differences and does not mix examples", async () => {
  await withEngine(() => {
    const { model, x } = fixture();
    const gradient = values(inputGradient(model, x, LABELS));
    const pixels = values(x);
    const expected = Array.from(pixels, (v, i) => {
      const at = (by: number) => lossOf(model, tf.tensor2d(pixels.with(i, v + by), [4, 9]));
      return (at(2e-3) - at(-2e-3)) / 4e-3;
    });
    within(1e-3, "differences of float32 losses with step .002")(gradient, expected);
    const alone = values(inputGradient(model, tf.slice(x, [2, 0], [1, 9]), [2]));
    bitwise(alone, gradient.subarray(18, 27));
  });
});

Deno.test("noise is of the size asked for and does not depend on the batch", async () => {
  await withEngine(() => {
    const x = tf.zeros([6, 9]) as tf.Tensor2D;
    const rng = Rng.fromSeed(1).fork("noise");
    const signs = values(randomSignNoise(x, 0.25, rng));
    assertEquals(new Set(signs), new Set([0.25, -0.25]));
    const uniform = values(uniformNoise(x, 0.25, rng));
    assert(uniform.every((v) => Math.abs(v) < 0.25) && new Set(uniform).size > 40);
    const rest = tf.zeros([2, 9]) as tf.Tensor2D;
    bitwise(values(randomSignNoise(rest, 0.25, rng, 4)), signs.subarray(36));
    bitwise(values(uniformNoise(rest, 0.25, rng, 4)), uniform.subarray(36));
  });
});

Deno.test("fgsm() refuses an epsilon that is negative, infinite or no number", async () => {
  await withEngine(() => {
    const { model, x } = fixture();
    for (const epsilon of [-0.1, NaN, Infinity]) {
      assertThrows(() => fgsm(model, x, LABELS, epsilon), RangeError, `${epsilon}`);
    }
  });
});
