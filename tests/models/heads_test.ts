import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { type Head, logisticHead, negativeLogLikelihood, softmaxHead } from "../../src/models/mod.ts";
import { within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const CASES: [string, Head, number[], number][] = [
  ["softmaxHead", softmaxHead, [0.3, -1.2, 2.5, 0], 1],
  ["softmaxHead", softmaxHead, [0.3, -1.2, 2.5, 0], 2],
  ["logisticHead", logisticHead, [0.7], 0],
  ["logisticHead", logisticHead, [0.7], 1],
];

for (const [name, head, logits, label] of CASES) {
  Deno.test(`${name}'s loss of label ${label} is -log p and its gradient that of finite differences`, () => {
    const p = new Float64Array(head.classes(logits.length));
    head.probabilities(logits, p);
    within(1e-15, "a few roundings")([p.reduce((a, b) => a + b)], [1]);
    const gradient = new Float64Array(logits.length);
    within(1e-14, "a few roundings")([head.loss(logits, label, gradient)], [-Math.log(p[label]!)]);
    const expected = logits.map((_, k) => {
      const at = (by: number) =>
        head.loss(logits.with(k, logits[k]! + by), label, new Float64Array(logits.length));
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    });
    within(1e-9, "error of central differences with step 1e-5")(gradient, expected);
  });
}

Deno.test("a confident model keeps its gradient: at the true class it is minus the sum of the others", () => {
  const gradient = new Float64Array(3);
  softmaxHead.loss([60, 0, 1], 0, gradient);
  assert(gradient[0]! < 0 && gradient[1]! > 0, `${gradient}`);
  within(0, "exact")([gradient[0]!], [-(gradient[1]! + gradient[2]!)]);
  logisticHead.loss([60], 1, gradient);
  assert(gradient[0]! < 0);
});

Deno.test("losses stay finite for logits of a thousand", () => {
  const gradient = new Float64Array(2);
  assertEquals(softmaxHead.loss([1000, -1000], 1, gradient), 2000);
  assertEquals(logisticHead.loss([-1000], 1, gradient), 1000);
});

Deno.test("negativeLogLikelihood() wants a label for every row", async () => {
  await withEngine(() => {
    assertThrows(
      () => negativeLogLikelihood(softmaxHead, tf.zeros([2, 3]), [1], 1),
      RangeError,
      "1 labels for 2",
    );
  });
});
