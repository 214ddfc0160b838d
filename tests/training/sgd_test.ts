import * as tf from "@tensorflow/tfjs-core";
import { constrainColumnNorms, descend } from "../../src/training/sgd.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const values = (t: tf.Tensor) => t.dataSync() as Float32Array;

Deno.test("descend() is classical momentum: v ← m v - η g, θ ← θ + v", async () => {
  await withEngine(() => {
    const velocity = tf.tensor1d([4, -2]);
    const moved = descend(tf.tensor1d([1, 1]), velocity, tf.tensor1d([8, 0]), 0.25, 0.5);
    bitwise(values(velocity), [0, -1]);
    bitwise(values(moved), [1, 0]);
  });
});

Deno.test("constrainColumnNorms() shrinks the columns above the limit and touches no other", async () => {
  await withEngine(() => {
    const weights = tf.tensor2d([[3, 0.3, 0], [4, 0.4, 0]]);
    constrainColumnNorms(weights, 2);
    within(2 ** -22, "rounding of values near 1 to float32")(
      values(weights),
      [1.2, 0.3, 0, 1.6, 0.4, 0].map(Math.fround),
    );
    bitwise([values(weights)[1]!, values(weights)[2]!], [Math.fround(0.3), 0]);
  });
});
