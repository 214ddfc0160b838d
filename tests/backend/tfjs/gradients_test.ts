import { assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { maxPieces } from "../../../src/backend/tfjs/max_pieces.ts";
import { Rng } from "../../../src/random/mod.ts";
import { within } from "../../support/compare.ts";
import { withEngine } from "../../support/engine.ts";

/** A function in float64, on plain arrays, that a tfjs op must agree with in value and gradient. */
interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly oracle: (...inputs: Float64Array[]) => number[];
  /** Inputs are positive, for logarithms and square roots. */
  readonly positive?: boolean;
}

const map = (f: (x: number) => number) => (x: Float64Array) => Array.from(x, f);
const zip = (f: (a: number, b: number) => number, columns: number) => (a: Float64Array, b: Float64Array) =>
  Array.from(a, (v, i) => f(v, b[b.length === a.length ? i : i % columns]!));

function product(m: number, k: number, n: number, ta: boolean, tb: boolean) {
  return (a: Float64Array, b: Float64Array) => {
    const out: number[] = [];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) sum += a[ta ? l * m + i : i * k + l]! * b[tb ? j * k + l : l * n + j]!;
        out.push(sum);
      }
    }
    return out;
  };
}

const matMul = (ta: boolean, tb: boolean): Case => ({
  name: `matMul(${ta}, ${tb})`,
  shapes: [ta ? [5, 3] : [3, 5], tb ? [7, 5] : [5, 7]],
  op: (a, b) => tf.matMul(a!, b!, ta, tb),
  oracle: product(3, 5, 7, ta, tb),
});

const rowsOf = (x: Float64Array, columns: number) =>
  Array.from({ length: x.length / columns }, (_, i) => x.subarray(i * columns, (i + 1) * columns));

const CASES: readonly Case[] = [
  matMul(false, false),
  matMul(true, false),
  matMul(false, true),
  matMul(true, true),
  { name: "add", shapes: [[4, 3], [3]], op: (a, b) => tf.add(a!, b!), oracle: zip((a, b) => a + b, 3) },
  { name: "sub", shapes: [[4, 3], [3]], op: (a, b) => tf.sub(a!, b!), oracle: zip((a, b) => a - b, 3) },
  { name: "mul", shapes: [[4, 3], [3]], op: (a, b) => tf.mul(a!, b!), oracle: zip((a, b) => a * b, 3) },
  {
    name: "div",
    shapes: [[4, 3], [3]],
    op: (a, b) => tf.div(a!, b!),
    oracle: zip((a, b) => a / b, 3),
    positive: true,
  },
  { name: "abs", shapes: [[9]], op: (x) => tf.abs(x!), oracle: map(Math.abs) },
  { name: "exp", shapes: [[9]], op: (x) => tf.exp(x!), oracle: map(Math.exp) },
  { name: "log", shapes: [[9]], op: (x) => tf.log(x!), oracle: map(Math.log), positive: true },
  { name: "neg", shapes: [[9]], op: (x) => tf.neg(x!), oracle: map((x) => -x) },
  { name: "relu", shapes: [[9]], op: (x) => tf.relu(x!), oracle: map((x) => Math.max(0, x)) },
  { name: "sigmoid", shapes: [[9]], op: (x) => tf.sigmoid(x!), oracle: map((x) => 1 / (1 + Math.exp(-x))) },
  { name: "sqrt", shapes: [[9]], op: (x) => tf.sqrt(x!), oracle: map(Math.sqrt), positive: true },
  { name: "square", shapes: [[9]], op: (x) => tf.square(x!), oracle: map((x) => x * x) },
  { name: "tanh", shapes: [[9]], op: (x) => tf.tanh(x!), oracle: map(Math.tanh) },
  {
    name: "sum of rows",
    shapes: [[4, 3]],
    op: (x) => tf.sum(x!, 1),
    oracle: (x) => rowsOf(x!, 3).map((row) => row.reduce((a, b) => a + b)),
  },
  {
    name: "max of rows",
    shapes: [[4, 3]],
    op: (x) => tf.max(x!, 1),
    oracle: (x) => rowsOf(x!, 3).map((row) => Math.max(...row)),
  },
  {
    name: "maxPieces",
    shapes: [[4, 10]],
    op: (x) => maxPieces(x as tf.Tensor2D, 5),
    oracle: (x) => rowsOf(x!, 5).map((row) => Math.max(...row)),
  },
  { name: "reshape", shapes: [[4, 3]], op: (x) => tf.reshape(x!, [2, 6]), oracle: (x) => [...x!] },
  {
    name: "transpose",
    shapes: [[4, 3]],
    op: (x) => tf.transpose(x!),
    oracle: (x) => Array.from({ length: 12 }, (_, i) => x![(i % 4) * 3 + Math.floor(i / 4)]!),
  },
];

for (const { name, shapes, op, oracle, positive } of CASES) {
  Deno.test(`the gradient of ${name} agrees with finite differences in float64`, async () => {
    await withEngine(() => {
      const rng = Rng.fromSeed(2).fork(name);
      const inputs = shapes.map((shape, k) => {
        const draws = Float32Array.from(rng.fork(`input ${k}`).normal(shape.reduce((a, b) => a * b, 1)));
        return Float64Array.from(positive ? draws.map((v) => Math.abs(v) + 0.5) : draws);
      });
      const value = oracle(...inputs);
      const weights = Float32Array.from(rng.fork("weights").normal(value.length));
      const weighted = (outputs: number[]) => outputs.reduce((sum, v, i) => sum + v * weights[i]!, 0);
      const tensors = inputs.map((input, k) => tf.tensor(Float32Array.from(input), [...shapes[k]!]));
      within(2e-5, "float32 against float64")(op(...tensors).dataSync() as Float32Array, value);

      const seed = tf.tensor(weights, op(...tensors).shape);
      const gradients = tf.grads((...x: tf.Tensor[]) => op(...x))(tensors, seed);
      gradients.forEach((gradient, k) => {
        const expected = Array.from(inputs[k]!, (_, i) => {
          const h = 1e-5;
          const moved = (by: number) => oracle(...inputs.map((x, j) => j === k ? x.with(i, x[i]! + by) : x));
          return (weighted(moved(h)) - weighted(moved(-h))) / (2 * h);
        });
        within(5e-5, "float32 rounding, and the differences' own error")(
          gradient.dataSync() as Float32Array,
          expected,
        );
      });
    });
  });
}

Deno.test("maxPieces() refuses columns that are no multiple of the pieces", async () => {
  await withEngine(() => {
    assertThrows(() => maxPieces(tf.zeros([2, 7]), 5), RangeError, "no multiple");
  });
});

Deno.test("among equal pieces the first one gets the gradient", async () => {
  await withEngine(() => {
    const z = tf.tensor2d([[1, 1, 0, -2, -2, -3]]);
    const gradient = tf.grad((x: tf.Tensor) => maxPieces(x as tf.Tensor2D, 3))(z, tf.tensor2d([[5, 7]]));
    within(0, "exact")(gradient.dataSync() as Float32Array, [5, 0, 0, 7, 0, 0]);
  });
});
