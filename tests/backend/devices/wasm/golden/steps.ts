/**
 * Golden bits of the kernel pack: the SHA-256 of the parameters after a few training steps, and of an evaluation, of
 * networks small enough for an emulated processor. Run by kernels_golden_test.ts, and on another architecture by
 * hand (see CONTRIBUTING); prints one line per case.
 */
import { deviceImages } from "../../../../../src/backend/networks/device_images.ts";
import type { Activation } from "../../../../../src/backend/networks/layers/activated.ts";
import { type Objective, rowsOfStep } from "../../../../../src/backend/networks/training_options.ts";
import type { Device } from "../../../../../src/backend/program/device.ts";
import { Rng } from "../../../../../src/random/mod.ts";
import { sha256 } from "../../../../../src/files/sha256.ts";
import { randomParameters, type SmallShape, uniform, withNetwork } from "../../../support.ts";

/** A case: a network and an objective. */
export interface GoldenCase {
  readonly name: string;
  readonly options: SmallShape;
  readonly objective: Objective;
}

const rng = Rng.fromSeed(11);
const BATCH = 20;
const key = rng.fork("noise").key;
const MAXOUT: SmallShape = {
  inputs: 203,
  hidden: [{ units: 61, pieces: 5 }, { units: 40, pieces: 5 }],
  classes: 10,
};

function perceptron(activation: Activation): SmallShape {
  const layer = (units: number) => ({ units, pieces: 1, activation });
  return { inputs: 203, hidden: [layer(61), layer(40)], classes: 10 };
}

export const GOLDEN_CASES: readonly GoldenCase[] = [
  { name: "maxout, clean rows", options: MAXOUT, objective: { cleanWeight: 1 } },
  {
    name: "maxout, half fast gradient sign rows",
    options: MAXOUT,
    objective: { cleanWeight: .5, perturbation: { kind: "fgsm", epsilon: .25, gradient: "direction" } },
  },
  {
    name: "maxout with sigmoid outputs, uniform noise",
    options: { ...MAXOUT, head: "bernoulli" },
    objective: { cleanWeight: 0, perturbation: { kind: "uniform", epsilon: .25, key } },
  },
  {
    name: "softmax regression, sign noise",
    options: { inputs: 784, hidden: [], classes: 10 },
    objective: { cleanWeight: .5, perturbation: { kind: "sign", epsilon: .25, key } },
  },
  {
    name: "logistic regression",
    options: { inputs: 784, hidden: [], classes: 1, head: "bernoulli" },
    objective: { cleanWeight: 1 },
  },
  {
    name: "rectified linear units, half fast gradient sign rows",
    options: perceptron("relu"),
    objective: { cleanWeight: .5, perturbation: { kind: "fgsm", epsilon: .25, gradient: "direction" } },
  },
  {
    name: "sigmoid units, their first layer turned",
    options: perceptron("sigmoid"),
    objective: {
      cleanWeight: .5,
      perturbation: {
        kind: "hidden",
        layer: 0,
        move: { kind: "rotation", degrees: 10 },
        gradient: "direction",
      },
    },
  },
  {
    name: "maxout, signs added to the last hidden layer",
    options: MAXOUT,
    objective: {
      cleanWeight: .5,
      perturbation: { kind: "hidden", layer: 1, move: { kind: "sign", epsilon: .25 }, gradient: "direction" },
    },
  },
  {
    name: "maxout, half rubbish",
    options: MAXOUT,
    objective: { cleanWeight: .5, perturbation: { kind: "rubbish", key } },
  },
  {
    name: "maxout, a differentiable scaled step",
    options: MAXOUT,
    objective: {
      cleanWeight: .5,
      perturbation: { kind: "differentiable", move: { kind: "scaled", epsilon: .1 }, gradient: "direction" },
    },
  },
  {
    name: "maxout, a differentiable rotation",
    options: MAXOUT,
    objective: {
      cleanWeight: .5,
      perturbation: {
        kind: "differentiable",
        move: { kind: "rotation", degrees: 10 },
        gradient: "direction",
      },
    },
  },
];

function digest(arrays: readonly ArrayBufferView[]): string {
  const bytes = arrays.flatMap((a) => [...new Uint8Array(a.buffer, a.byteOffset, a.byteLength)]);
  return sha256(Uint8Array.from(bytes));
}

/**
 * SHA-256 of parameters, velocities, and the losses and logits of fast gradient sign examples after eight steps, on a
 * number of threads or on a device.
 */
export async function goldenDigest({ options, objective }: GoldenCase, on: number | Device): Promise<string> {
  const capacity = rowsOfStep(BATCH, objective);
  return await withNetwork(on, { ...options, capacity }, (network, device) => {
    network.load(randomParameters(rng.fork("init"), options, .05));
    const count = 4 * BATCH;
    const u = rng.fork("blank").uniform(count * options.inputs);
    const pixels = uniform(rng.fork("x"), count * options.inputs).map((v, i) => u[i]! < .7 ? 0 : Math.abs(v));
    const labels = Array.from({ length: count }, (_, i) => i % Math.max(2, options.classes));
    using data = deviceImages(device, pixels, options.inputs, labels);
    const layers = options.hidden.length + 1;
    using training = network.training(data, {
      batch: BATCH,
      objective,
      optimiser: { type: "momentum", maxNorm: .5, l1: 1e-4 },
      dropout: Array.from({ length: layers }, (_, l) => ({
        keep: l === 0 ? .8 : .5,
        scale: l === 0 ? 1 : 2,
        key: rng.fork(`dropout/${l}`).key,
        perturbedKey: rng.fork(`dropout/${l}/perturbed`).key,
      })),
    });
    for (let step = 0; step < 8; step++) {
      training.run([{ step, offset: step % 4 * BATCH, learningRate: .1, momentum: .5 }]);
    }
    using evaluation = network.evaluation(data, { attack: { epsilon: .25, gradient: "direction" } });
    const { losses, logits, confidences } = evaluation.evaluate();
    const state = [...Object.values(network.parameters()), ...Object.values(network.optimiserState())];
    return digest([...state, losses, logits, confidences]);
  });
}

if (import.meta.main) {
  const threads = Number(Deno.args[0] ?? 1);
  for (const own of GOLDEN_CASES) console.log(`${await goldenDigest(own, threads)}  ${own.name}`);
}
