/**
 * Unmodified tfjs, for comparison, in a worker of its own: the stock WebAssembly backend as it starts in Deno (one
 * thread), gradients by tfjs' tape. tfjs-core registers no gradients in Deno, so those that a maxout network needs are
 * registered here with tfjs' own formulas. Dropout masks are made before the clock starts, which favours tfjs.
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import { Rng } from "../../random/mod.ts";
import { registerGradients } from "../tfjs/gradients.ts";
import { BATCH, CLASSES, type GemmCell, INPUTS, PIECES, type StepCell } from "./cells.ts";
import { bestOf } from "./clock.ts";

/** What the worker is asked. */
export type StockRequest =
  | { readonly kind: "gemm"; readonly cell: GemmCell }
  | { readonly kind: "step"; readonly cell: StepCell; readonly images: Float32Array; readonly runs: number };

const MAX_NORM = 1.9365;

/** Best time after one that does not count. */
function fastest(runs: number, work: () => void): number {
  work();
  return bestOf(runs, work);
}

function timeGemm({ m, n, k, layout }: GemmCell): number {
  const a = tf.fill(layout === "tn" ? [k, m] : [m, k], .5);
  const b = tf.fill(layout === "nt" ? [n, k] : [k, n], .25);
  const runs = Math.min(30, Math.max(2, Math.ceil(5e8 / (2 * m * n * k))));
  const best = fastest(runs, () => tf.matMul(a, b, layout === "tn", layout === "nt").dispose());
  tf.dispose([a, b]);
  return best;
}

type Masks = readonly [tf.Tensor, tf.Tensor, tf.Tensor];

/** Mean cost of a batch; without masks, as when it is attacked. */
function cost(
  weights: readonly tf.Tensor[],
  biases: readonly tf.Tensor[],
  x: tf.Tensor,
  oneHot: tf.Tensor,
  masks?: Masks,
): tf.Scalar {
  let h = x;
  weights.forEach((w, i) => {
    const z = tf.add(
      tf.matMul((masks ? tf.mul(h, masks[i]!) : h) as tf.Tensor2D, w as tf.Tensor2D),
      biases[i]!,
    );
    h = i < 2 ? tf.max(tf.reshape(z, [BATCH, -1, PIECES]), 2) : z;
  });
  const shifted = tf.sub(h, tf.max(h, 1, true));
  const logSum = tf.log(tf.sum(tf.exp(shifted), 1, true));
  const loss = tf.sum(tf.mul(oneHot, tf.sub(logSum, shifted)));
  return tf.div(loss, BATCH);
}

function timeStep({ mode, units }: StepCell, images: Float32Array, runs: number): number {
  const sizes = [[INPUTS, units * PIECES], [units, units * PIECES], [units, CLASSES]] as const;
  const rng = Rng.fromSeed(0);
  const draws = (label: string, rows: number, columns: number) =>
    tf.tensor2d(Float32Array.from(rng.fork(label).uniform(rows * columns)), [rows, columns]);
  const weights = sizes.map(([k, n]) => tf.variable(tf.mul(tf.sub(draws(`${k}/${n}`, k, n), .5), .01)));
  const biases = sizes.map(([, n]) => tf.variable(tf.zeros([n])));
  const velocities = [...weights, ...biases].map((v) => tf.variable(tf.zerosLike(v)));
  const x = tf.tensor2d(images.subarray(0, BATCH * INPUTS), [BATCH, INPUTS]);
  const oneHot = tf.oneHot(
    tf.tensor1d(Array.from({ length: BATCH }, (_, i) => i % CLASSES), "int32"),
    CLASSES,
  );
  const labels = tf.cast(oneHot, "float32");
  const mask = (n: number, keep: number) =>
    tf.mul(tf.cast(tf.less(draws(`mask/${n}`, BATCH, n), keep), "float32"), keep < .6 ? 2 : 1);
  const masks: Masks = [mask(INPUTS, .8), mask(units, .5), mask(units, .5)];
  const otherMasks: Masks = [mask(INPUTS, .8), mask(units, .5), mask(units, .5)];
  const step = () =>
    tf.tidy(() => {
      const loss = (input: tf.Tensor, own: Masks) => cost(weights, biases, input, labels, own);
      let objective = () => loss(x, masks);
      if (mode === "adversarial") {
        const gradient = tf.grad((input: tf.Tensor) => cost(weights, biases, input, labels))(x);
        const perturbed = tf.add(x, tf.mul(tf.sign(gradient), .25));
        objective = () => tf.mul(tf.add(loss(x, masks), loss(perturbed, otherMasks)), .5) as tf.Scalar;
      }
      const { grads } = tf.variableGrads(objective as () => tf.Scalar);
      [...weights, ...biases].forEach((variable, i) => {
        const velocity = velocities[i]!;
        velocity.assign(tf.sub(tf.mul(velocity, .5), tf.mul(grads[variable.name]!, .1)));
        let next: tf.Tensor = tf.add(variable, velocity);
        if (variable.rank === 2) {
          const norms = tf.sqrt(tf.sum(tf.square(next), 0, true));
          next = tf.mul(next, tf.div(tf.minimum(norms, MAX_NORM), tf.maximum(norms, 1e-7)));
        }
        variable.assign(next as tf.Tensor2D);
      });
    });
  const best = fastest(runs, step);
  tf.disposeVariables();
  return best;
}

const worker = self as unknown as Worker;
worker.onmessage = async ({ data }: MessageEvent<StockRequest>) => {
  if (tf.getBackend() !== "wasm") {
    await tf.setBackend("wasm");
    registerGradients();
  }
  worker.postMessage(
    data.kind === "gemm" ? timeGemm(data.cell) : timeStep(data.cell, data.images, data.runs),
  );
};
