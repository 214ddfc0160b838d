import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import {
  answersOf,
  type Architecture,
  initialise,
  kindOf,
  modelOf,
  negativeLogLikelihood,
  totalsOf,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 6, classes: 3, units: [4, 5], pieces: 3 };
const SOFTMAX: Architecture = { type: "softmax", inputs: 6, classes: 3 };
const LOGISTIC: Architecture = { type: "logistic", inputs: 6 };

/** Logits in float64 with plain loops, from parameters as arrays. */
function oracle(
  architecture: Architecture,
  p: Record<string, Float64Array>,
  x: Float64Array,
  n: number,
): number[] {
  const linear = (input: number[][], layer: string) =>
    input.map((row) => {
      const b = p[`${layer}/b`]!;
      return Array.from(b, (bias, j) =>
        row.reduce((sum, v, i) => sum + v * p[`${layer}/W`]![i * b.length + j]!, bias));
    });
  let rows = Array.from({ length: n }, (_, i) => [...x.subarray(i * 6, (i + 1) * 6)]);
  if (architecture.type === "maxout") {
    architecture.units.forEach((units, l) => {
      rows = linear(rows, `h${l}`).map((z) =>
        Array.from(
          { length: units },
          (_, u) => Math.max(...z.slice(u * architecture.pieces, (u + 1) * architecture.pieces)),
        )
      );
    });
  }
  return linear(rows, "y").flat();
}

for (const architecture of [SOFTMAX, LOGISTIC, MAXOUT]) {
  Deno.test(`${architecture.type}: logits and whole-net gradients agree with float64`, async () => {
    await withEngine(() => {
      const rng = Rng.fromSeed(4);
      const n = 7;
      const labels = Array.from({ length: n }, (_, i) => i % (architecture.type === "logistic" ? 2 : 3));
      const x = Float32Array.from(rng.fork("x").uniform(n * 6));
      const kind = kindOf(architecture);
      const parameters = initialise(architecture, 0.8, rng);
      const names = Object.keys(parameters);
      const arrays = Object.fromEntries(names.map((k) => [k, Float64Array.from(parameters[k]!.dataSync())]));
      const input = tf.tensor2d(x, [n, 6]);
      const logits = kind.logits(architecture, parameters, input);
      within(1e-5, "float32 sums of at most 6 products")(
        logits.dataSync() as Float32Array,
        oracle(architecture, arrays, Float64Array.from(x), n),
      );
      const loss = (p: Record<string, Float64Array>) => {
        const z = oracle(architecture, p, Float64Array.from(x), n);
        const columns = z.length / n;
        return labels.reduce(
          (sum, label, i) =>
            sum +
            kind.head.loss(z.slice(i * columns, (i + 1) * columns), label, new Float64Array(columns)) / n,
          0,
        );
      };
      const gradients = tf.grads((...tensors: tf.Tensor[]) =>
        negativeLogLikelihood(
          kind.head,
          kind.logits(architecture, Object.fromEntries(names.map((k, i) => [k, tensors[i]!])), input),
          labels,
          1 / n,
        )
      )(names.map((k) => parameters[k]!));
      names.forEach((name, k) => {
        const expected = Array.from(arrays[name]!, (v, i) => {
          const at = (by: number) => loss({ ...arrays, [name]: arrays[name]!.with(i, v + by) });
          return (at(1e-5) - at(-1e-5)) / 2e-5;
        });
        const largest = Math.max(...expected.map(Math.abs), 1e-3);
        within(3e-6 * largest, "float32, of the largest gradient")(
          gradients[k]!.dataSync() as Float32Array,
          expected,
        );
      });
    });
  });
}

Deno.test("initialise() draws weights within the range, leaves biases 0 and depends on names alone", async () => {
  await withEngine(() => {
    const rng = Rng.fromSeed(9);
    const a = initialise(MAXOUT, 0.005, rng);
    assertEquals(Object.keys(a), ["h0/W", "h0/b", "h1/W", "h1/b", "y/W", "y/b"]);
    assertEquals(a["h0/b"]!.dataSync(), new Float32Array(12));
    const weights = a["h0/W"]!.dataSync() as Float32Array;
    assertEquals(weights.every((w) => Math.abs(w) < 0.005 && w !== 0), true);
    bitwise(
      initialise(SOFTMAX, 0.005, rng)["y/W"]!.dataSync() as Float32Array,
      Array.from(
        rng.fork("y/W").uniform(18),
        (u) => Math.fround((2 * u - 1) * 0.005),
      ),
    );
  });
});

Deno.test("answersOf() gives the same bits for any batch", async () => {
  await withEngine(() => {
    const rng = Rng.fromSeed(5);
    const model = modelOf(MAXOUT, initialise(MAXOUT, 0.8, rng));
    const x = tf.tensor2d(Float32Array.from(rng.fork("x").uniform(50 * 6)), [50, 6]);
    const whole = answersOf(model, x);
    for (const size of [1, 7, 50]) {
      for (let first = 0; first < 50; first += size) {
        const count = Math.min(size, 50 - first);
        const part = answersOf(model, tf.slice(x, [first, 0], [count, 6]));
        bitwise(part.confidences, whole.confidences.subarray(first, first + count));
        bitwise(part.predictions, whole.predictions.subarray(first, first + count));
      }
    }
  });
});

Deno.test("totalsOf() counts errors and adds confidences over all and over the misclassified", () => {
  const answers = { predictions: Uint8Array.of(1, 2, 3), confidences: Float64Array.of(0.5, 0.25, 1) };
  const { errors, confidence, confidenceMisclassified, wrong } = totalsOf(answers, [1, 0, 0]);
  assertEquals([errors, confidence, confidenceMisclassified], [2, 1.75, 1.25]);
  assertEquals(wrong, [false, true, true]);
});
