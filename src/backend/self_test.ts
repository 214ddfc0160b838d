/**
 * The start-up self-test: the kernels on the path of a number are run on small fixed inputs and compared with
 * float64 loops and with the SHA-256 of the bytes they gave when they were adopted. A machine whose kernels compute
 * anything else may not contribute numbers.
 */
import { exp } from "../numeric/elementary.ts";
import { PlatformError } from "../errors.ts";
import { sha256 } from "../files/sha256.ts";
import { type DeviceImages, deviceImages } from "./networks/device_images.ts";
import type { Activation } from "./networks/layers/activated.ts";
import type { LayerSpec } from "./networks/layers/mod.ts";
import { Network } from "./networks/network.ts";
import { type Objective, type RotationMove, rowsOfStep } from "./networks/training_options.ts";
import type { NetworkShape } from "./networks/shape.ts";
import type { PackedProduct } from "./devices/wasm/packed_product.ts";
import type { Device } from "./program/device.ts";
import type { Region } from "./program/region.ts";

/** Numbers in [-1, 1) that need no generator: a fixed pattern of the index. */
function pattern(count: number, step: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * step) % 1009) / 504.5 - 1);
}

const INPUTS = 23, UNITS = 6, PIECES = 5, CLASSES = 4, ROWS = 12;

const PARAMETERS = {
  "h0/W": pattern(INPUTS * UNITS * PIECES, 311),
  "h0/b": pattern(UNITS * PIECES, 97),
  "y/W": pattern(UNITS * CLASSES, 467),
  "y/b": pattern(CLASSES, 211),
};
const positive = (count: number, step: number) => pattern(count, step).map((v) => 0.1 * (v + 1));
const RBF_PARAMETERS = {
  "h0/mu": pattern(UNITS * INPUTS, 311),
  "h0/beta": positive(UNITS * INPUTS, 97),
  "mu": pattern(CLASSES * UNITS, 467),
  "beta": positive(CLASSES * UNITS, 211),
};
const LABELS = Uint8Array.from({ length: ROWS }, (_, i) => i % CLASSES);
/** Pixels as bytes, half of them blank, so that the paths for zeros run. */
const PIXELS = Uint8Array.from({ length: ROWS * INPUTS }, (_, i) => i % 2 === 0 ? 0 : (i * 89) % 256);

/** Logits of one image in float64, with plain loops. */
function logitsOf(pixels: Uint8Array): number[] {
  const linear = (input: number[], W: Float32Array, b: Float32Array) =>
    Array.from(b, (bias, j) => input.reduce((sum, v, i) => sum + v * W[i * b.length + j]!, bias));
  const z = linear(Array.from(pixels, (byte) => byte / 255), PARAMETERS["h0/W"], PARAMETERS["h0/b"]);
  const h = Array.from({ length: UNITS }, (_, u) => Math.max(...z.slice(u * PIECES, (u + 1) * PIECES)));
  return linear(h, PARAMETERS["y/W"], PARAMETERS["y/b"]);
}

/** Logits of all images, by a function of one. */
function eachImage(logits: (pixels: Uint8Array) => number[]): number[] {
  return Array.from({ length: ROWS }, (_, i) => logits(PIXELS.subarray(i * INPUTS, (i + 1) * INPUTS))).flat();
}

/** A product in float64 for matrices stored as `layout` says. */
function productOf(
  layout: "nn" | "tn" | "nt",
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
) {
  return Array.from({ length: m * n }, (_, at) => {
    const i = Math.floor(at / n), j = at % n;
    let sum = 0;
    for (let l = 0; l < k; l++) {
      sum += a[layout === "tn" ? l * m + i : i * k + l]! * b[layout === "nt" ? j * k + l : l * n + j]!;
    }
    return sum;
  });
}

/** The product's result for one layout, in memory of the device. */
function packed(
  device: Device,
  product: PackedProduct,
  layout: "nn" | "tn" | "nt",
  m: number,
  k: number,
  n: number,
) {
  const [a, b, c] = [m * k, k * n, m * n].map((size) => device.allocate(4 * size + 64)) as [
    Region,
    Region,
    Region,
  ];
  const A = pattern(m * k, 311), B = pattern(k * n, 467);
  device.write(a, A);
  device.write(b, B);
  product.run({
    layout,
    batches: 1,
    m,
    n,
    k,
    a: a.address,
    b: b.address,
    c: c.address,
    batchA: 0,
    batchB: 0,
  });
  const found = device.read(c, "f32").slice(0, m * n);
  [a, b, c].forEach((region) => device.free(region));
  return { found, expected: productOf(layout, A, B, m, k, n) };
}

/** A hidden layer under linear logits and the softmax. */
function shapeOf(hidden: LayerSpec): NetworkShape {
  return { inputs: INPUTS, layers: [hidden, { kind: "linear", units: CLASSES }], head: "softmax" };
}

/** Radial basis functions with a hidden layer. */
const RBF_SHAPE: NetworkShape = {
  inputs: INPUTS,
  layers: [
    { kind: "rbf", units: UNITS, output: "response" },
    { kind: "rbf", units: CLASSES, output: "logit" },
  ],
  head: "rbfCost",
};

/** Parameters after three steps of training with every feature of the recipe. */
function trained(device: Device, objective: Objective, activation?: Activation): Float32Array {
  using data = deviceImages(device, PIXELS, INPUTS, LABELS);
  const hidden: LayerSpec = activation
    ? { kind: "activated", units: UNITS * PIECES, activation }
    : { kind: "maxout", units: UNITS, pieces: PIECES };
  using network = new Network(device, shapeOf(hidden), { capacity: rowsOfStep(ROWS / 2, objective) });
  network.load(
    activation ? { ...PARAMETERS, "y/W": pattern(UNITS * PIECES * CLASSES, 467) } : PARAMETERS,
  );
  using training = network.training(data, {
    batch: ROWS / 2,
    dropout: [{ keep: 0.8, scale: 1, key: [1, 2] }, { keep: 0.5, scale: 2, key: [3, 4] }],
    objective,
    optimiser: { type: "momentum", maxNorm: 1.5 },
  });
  training.run([0, 1, 2].map((step) => ({ step, offset: 0, learningRate: 0.1, momentum: 0.5 })));
  return Float32Array.from(Object.values(network.parameters()).flatMap((values) => [...values]));
}

/** Parameters of radial basis functions with a hidden layer after three steps of Adam. */
function trainedRbf(device: Device): Float32Array {
  using data = deviceImages(device, PIXELS, INPUTS, LABELS);
  using network = new Network(device, RBF_SHAPE, { capacity: ROWS });
  network.load(RBF_PARAMETERS);
  const optimiser = { type: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, sharedBeta: false } as const;
  using training = network.training(data, { batch: ROWS / 2, optimiser });
  training.run(
    [0, 1, 2].map((step) => ({ step, offset: ROWS / 2 * (step % 2), learningRate: 0.1, momentum: 0 })),
  );
  return Float32Array.from(Object.values(network.parameters()).flatMap((values) => [...values]));
}

/** Logits of one image under radial basis functions in float64, with plain loops. */
function rbfLogitsOf(pixels: Uint8Array): number[] {
  const forms = (input: number[], mu: Float32Array, beta: Float32Array) =>
    Array.from(
      { length: mu.length / input.length },
      (_, u) =>
        input.reduce((sum, v, k) => {
          const d = v - mu[u * input.length + k]!;
          return sum + beta[u * input.length + k]! * d * d;
        }, 0),
    );
  const q = forms(
    Array.from(pixels, (byte) => byte / 255),
    RBF_PARAMETERS["h0/mu"],
    RBF_PARAMETERS["h0/beta"],
  );
  return forms(q.map((v) => exp(-v)), RBF_PARAMETERS["mu"], RBF_PARAMETERS["beta"]).map((v) => -v);
}

/** SHA-256 of each result's bytes, little-endian, made on x86-64. A change here is a change of numbers. */
const GOLDEN: Readonly<Record<string, string>> = {
  "packed product nn": "5a7a1d239bf8b6940d876441a775857cdfbdb802f0fa25155a5dea333f5b6e05",
  "packed product tn": "feaf2171b16586f76779d3631b54d129c8c7ba8ffe226ce1cbdf07b3c04dbcd0",
  "packed product nt": "c6110be2f842f3415b92ae1bcbce1c9c52488f1086b4c38c626227e99a1ac043",
  "forward": "d36f0f05579d4f22abc4b84e163c96260e4e6d3d2a407e2d314251f99060c961",
  "input gradient": "445123a2e11749b1eb9e54a81c7602c10b79c807a69a67b3bee94fd8d7dd701e",
  "fast gradient sign": "cda91e4546308a58fd65bd364a48dc42bde13a6bbbb4d3e5ddf863e4e7e18c68",
  "training": "c73d4bbb42a87065e3d27eb63ea5d5e2de5eabee19ae03738564331c8ba6a4ab",
  "adversarial training": "78dc346ea98496a10f6bb71b6f14b88add816219b1762805be343dc592618ad6",
  "radial basis functions": "a9151ad8f57e490a420fddaec6c459b200345bf83db977b84613f6a57ce82c30",
  "gradient of radial basis functions": "8db5c029bd665a75fb01cf0e4ea8fb12e918b05fcf5bbcb8ab3d249968a176b1",
  "training of radial basis functions": "cfa7df9950a9bc8c9266edc71ee6b1c7fa4dccb592006e4a15b497067853ec77",
  "training with noise": "9759e4d95b3ceecbaa1c3d38e4e2ea29431e4ca2d1e93d6470e3353378aaf3ef",
  "training on rubbish": "c7e55f20f62f67c418e43d0f4116da4a3deddbd467b2c3d40a9683ce1c096a78",
  "training of rectified linear units": "771be5da65dfa12f5eae5127bf06c2e8f94df5e85765f65de9bbc67ab1cda10b",
  "training of sigmoid units that are turned":
    "6a19c6b0e3c3acfa31774469cd9113a162f7b45e968671bfd52a0a650c6cd15c",
  "training on rotations": "bbbf5d5af5dff89023870417b74b39c38ffd433b5ae02f957f4fda16b4f9779a",
  "training on scaled gradients": "040b49c49e6f417ec8212dfeacc4bd02ee6deb374ec6e8243f0675f344cce3dd",
};

function check(kernel: string, found: Float32Array, expected: readonly number[] | null): void {
  // sums of at most 53 products below 1, each rounded to float32
  const tolerance = (value: number) => 53 * 2 ** -23 * Math.max(1, Math.abs(value));
  expected?.forEach((value, i) => {
    if (!(Math.abs(found[i]! - value) <= tolerance(value))) {
      throw new PlatformError(
        `Self-test failed at ${kernel}: element ${i} is ${found[i]}, expected ${value}`,
      );
    }
  });
  const digest = sha256(new Uint8Array(found.buffer, found.byteOffset, found.byteLength));
  if (digest !== GOLDEN[kernel]) {
    throw new PlatformError(`Self-test failed at ${kernel}: SHA-256 ${digest}, expected ${GOLDEN[kernel]}`);
  }
}

/**
 * Runs the self-test on a device.
 *
 * @throws {PlatformError} naming the first kernel whose result is wrong or has other bits than it must
 */
export function selfTest(device: Device, product: PackedProduct): void {
  for (const layout of ["nn", "tn", "nt"] as const) {
    const { found, expected } = packed(device, product, layout, 7, 53, 15);
    check(`packed product ${layout}`, found, expected);
  }
  using data = deviceImages(device, PIXELS, INPUTS, LABELS);
  const hidden = { kind: "maxout", units: UNITS, pieces: PIECES } as const;
  using network = new Network(device, shapeOf(hidden), { capacity: ROWS });
  network.load(PARAMETERS);
  using evaluation = network.evaluation(data);
  check("forward", evaluation.evaluate().logits, eachImage(logitsOf));
  check("input gradient", evaluation.inputGradients(), null);
  using attacked = network.evaluation(data, { attack: { epsilon: 0.25, gradient: "direction" } });
  check("fast gradient sign", attacked.images(), null);
  check("training", trained(device, { cleanWeight: 1 }), null);
  check(
    "adversarial training",
    trained(device, {
      cleanWeight: 0.5,
      perturbation: { kind: "fgsm", epsilon: 0.25, gradient: "direction" },
    }),
    null,
  );
  check(
    "training with noise",
    trained(device, { cleanWeight: 0, perturbation: { kind: "uniform", epsilon: 0.25, key: [5, 6] } }),
    null,
  );
  selfTestVariants(device);
  selfTestRbf(device, data);
}

function selfTestVariants(device: Device): void {
  const half = (perturbation: NonNullable<Objective["perturbation"]>) => ({ cleanWeight: 0.5, perturbation });
  const turn: RotationMove = { kind: "rotation", degrees: 20 };
  const scaled = { kind: "scaled", epsilon: 0.25 } as const;
  check("training on rubbish", trained(device, half({ kind: "rubbish", key: [5, 6] })), null);
  check("training of rectified linear units", trained(device, { cleanWeight: 1 }, "relu"), null);
  check(
    "training of sigmoid units that are turned",
    trained(device, half({ kind: "hidden", layer: 0, move: turn, gradient: "direction" }), "sigmoid"),
    null,
  );
  check(
    "training on rotations",
    trained(device, half({ kind: "differentiable", move: turn, gradient: "direction" })),
    null,
  );
  check(
    "training on scaled gradients",
    trained(device, half({ kind: "differentiable", move: scaled, gradient: "direction" })),
    null,
  );
}

function selfTestRbf(device: Device, data: DeviceImages): void {
  using network = new Network(device, RBF_SHAPE, { capacity: ROWS });
  network.load(RBF_PARAMETERS);
  using evaluation = network.evaluation(data);
  check("radial basis functions", evaluation.evaluate().logits, eachImage(rbfLogitsOf));
  check("gradient of radial basis functions", evaluation.inputGradients(), null);
  check("training of radial basis functions", trainedRbf(device), null);
}
