/** Evaluation of maxout networks against the oracle, and against itself for any batch size and number of threads. */
import { assert, assertEquals } from "@std/assert";
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import type { EvaluationResult } from "../../../src/backend/networks/evaluation.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise, within } from "../../support/compare.ts";
import { oracle } from "./oracle.ts";
import { randomParameters, type SmallShape, uniform, withNetwork } from "../support.ts";

const rng = Rng.fromSeed(4);
const SHAPE: SmallShape = {
  inputs: 37,
  hidden: [{ units: 14, pieces: 5 }, { units: 11, pieces: 2 }],
  classes: 10,
};
const COUNT = 53;
const parameters = randomParameters(rng, SHAPE, .4);
const bytes = Uint8Array.from(rng.uniform(COUNT * SHAPE.inputs), (u) => u < .5 ? 0 : Math.floor(u * 256));
const pixels = Float32Array.from(bytes, (byte) => byte / 255);
const labels = Array.from({ length: COUNT }, (_, i) => i * 7 % 10);
const rows = Array.from(
  { length: COUNT },
  (_, r) => pixels.subarray(r * SHAPE.inputs, (r + 1) * SHAPE.inputs),
);
const expected = oracle(SHAPE, parameters, rows, labels, { rowWeights: rows.map(() => 1) }).rows;

const roundOff = within(1e-5, "float32 sums of at most 37 terms of size 1");

interface Evaluated {
  readonly result: EvaluationResult;
  readonly gradients: Float32Array;
  readonly images: Float32Array;
}

async function evaluated(
  options: { threads?: number; capacity?: number; epsilon?: number; images?: Uint8Array | Float32Array },
): Promise<Evaluated> {
  const { threads = 1, capacity = 500, epsilon = 0, images = bytes } = options;
  return await withNetwork(threads, { ...SHAPE, capacity }, (network, device) => {
    network.load(parameters);
    using data = deviceImages(device, images, SHAPE.inputs, labels);
    using evaluation = network.evaluation(
      data,
      epsilon === 0 ? {} : { attack: { epsilon, gradient: "direction" } },
    );
    return {
      result: evaluation.evaluate(),
      gradients: evaluation.inputGradients(),
      images: evaluation.images(),
    };
  });
}

Deno.test("evaluation agrees with the oracle: logits, losses, predictions, confidences, totals", async () => {
  const { result } = await evaluated({});
  roundOff(result.logits, expected.flatMap((row) => row.logits));
  roundOff(result.losses, expected.map((row) => row.loss));
  const argmax = expected.map(({ logits }) => logits.indexOf(Math.max(...logits)));
  assertEquals([...result.predictions], argmax);
  const probability = ({ logits }: { logits: number[] }) =>
    1 / logits.map((z) => Math.exp(z - Math.max(...logits))).reduce((a, b) => a + b);
  roundOff(result.confidences, expected.map(probability));
  assertEquals(result.count, COUNT);
  assertEquals(result.errors, argmax.filter((p, i) => p !== labels[i]).length);
  bitwise([result.loss], [result.losses.reduce((a, b) => a + b, 0)]);
  bitwise([result.confidence], [result.confidences.reduce((a, b) => a + b, 0)]);
  const onErrors = result.confidences.filter((_, i) => argmax[i] !== labels[i]);
  bitwise([result.confidenceOnErrors], [onErrors.reduce((a, b) => a + b, 0)]);
});

Deno.test("input gradients agree with the oracle", async () => {
  const { gradients } = await evaluated({});
  roundOff(gradients, expected.flatMap((row) => row.inputGradient));
});

/** Masks of the inputs of the three layers, in streams of their own. */
const MASKS = [.8, .5, .75].map((keep, l) => ({ keep, scale: 1 / keep, key: rng.fork(`mask/${l}`).key }));

async function underDropout(capacity: number, threads: number): Promise<Float32Array> {
  return await withNetwork(threads, { ...SHAPE, capacity }, (network, device) => {
    network.load(parameters);
    using data = deviceImages(device, bytes, SHAPE.inputs, labels);
    using evaluation = network.evaluation(data);
    return evaluation.dropoutGradients(MASKS);
  });
}

Deno.test("input gradients under dropout agree with the oracle, whose masks are those of each image's number", async () => {
  const widths = [SHAPE.inputs, ...SHAPE.hidden.map(({ units }) => units)];
  const masks = MASKS.map(({ keep, scale }, l) => {
    const bits = rng.fork(`mask/${l}`).bernoulli(COUNT * widths[l]!, keep, 0);
    const row = (r: number) =>
      Array.from(bits.subarray(r * widths[l]!, (r + 1) * widths[l]!), (b) => b * scale);
    return rows.map((_, r) => row(r));
  });
  const { rows: masked } = oracle(SHAPE, parameters, rows, labels, { masks, rowWeights: rows.map(() => 1) });
  const gradients = await underDropout(500, 1);
  roundOff(gradients, masked.flatMap((row) => row.inputGradient));
  assert(
    gradients.filter((g) => g === 0).length > .15 * gradients.length,
    "a fifth of the pixels is dropped",
  );
});

Deno.test("no gradient under dropout depends on the batch size or the number of threads", async () => {
  const reference = await underDropout(500, 1);
  for (const [capacity, threads] of [[1, 1], [4, 2], [7, 3], [53, 8]] as const) {
    bitwise(await underDropout(capacity, threads), reference);
  }
});

Deno.test("a clipped gradient is the exact one where the label's probability is from 1e-7 to 1 - 1e-7, else 0", async () => {
  const shape: SmallShape = { inputs: 1, hidden: [], classes: 2 };
  const leads = [-17, -16.2, -16, -1, 0, 3, 15, 16, 16.2, 30]; // z₀ - z₁; log(1e7) = 16.118
  const [exact, clipped] = await withNetwork(1, shape, (network, device) => {
    network.load({ "y/W": Float32Array.of(1, 0), "y/b": new Float32Array(2) });
    using data = deviceImages(device, Float32Array.from(leads), 1, leads.map(() => 0));
    using evaluation = network.evaluation(data);
    return [evaluation.inputGradients(), evaluation.inputGradients({}, "clipped")];
  });
  bitwise(clipped, exact.map((g, i) => Math.abs(leads[i]!) > 16.118 ? 0 : g));
  assert(exact.every((g) => g !== 0));
});

Deno.test("with an epsilon the images are x + ε sign(gradient) to the bit, and are what is evaluated", async () => {
  const epsilon = Math.fround(.25);
  const clean = await evaluated({});
  const { images, result } = await evaluated({ epsilon });
  bitwise(images, pixels.map((x, i) => x + epsilon * Math.sign(clean.gradients[i]!)));
  bitwise(result.logits, (await evaluated({ images })).result.logits);
});

Deno.test("bytes become the float32 nearest to byte / 255", async () => {
  bitwise((await evaluated({})).images, pixels);
});

Deno.test("no result depends on the batch size or the number of threads", async () => {
  const reference = await evaluated({ epsilon: .1 });
  for (const [capacity, threads] of [[1, 1], [4, 2], [7, 3], [53, 8], [60, 2]] as const) {
    assertEquals(await evaluated({ epsilon: .1, capacity, threads }), reference);
  }
});

Deno.test("a range is evaluated as those images alone", async () => {
  const all = (await evaluated({})).result;
  const some = await withNetwork(1, { ...SHAPE, capacity: 8 }, (network, device) => {
    network.load(parameters);
    using data = deviceImages(device, bytes, SHAPE.inputs, labels);
    using evaluation = network.evaluation(data);
    return evaluation.evaluate({ from: 13, count: 20 });
  });
  bitwise(some.logits, all.logits.subarray(130, 330));
  assertEquals(some.count, 20);
});

Deno.test("fast gradient sign survives a network so confident that its gradient underflows", async () => {
  const shape: SmallShape = { inputs: 8, hidden: [], classes: 2 };
  const W = uniform(rng.fork("confident"), 16, 1);
  const images = await withNetwork(1, shape, (network, device) => {
    network.load({ "y/W": W, "y/b": Float32Array.of(600, 0) });
    using data = deviceImages(device, new Float32Array(8), 8, [0]);
    using evaluation = network.evaluation(data, { attack: { epsilon: .5, gradient: "direction" } });
    return evaluation.images();
  });
  bitwise(images, Float32Array.from({ length: 8 }, (_, k) => .5 * Math.sign(W[2 * k + 1]! - W[2 * k]!)));
});

Deno.test("a label of 255 is no class: softmax is drawn to 1/n, and all of its rows are errors", async () => {
  const shape: SmallShape = { inputs: 4, hidden: [], classes: 4 };
  const { errors, losses } = await withNetwork(1, shape, (network, device) => {
    using data = deviceImages(device, new Float32Array(12), 4, [255, 255, 255]);
    using evaluation = network.evaluation(data);
    return evaluation.evaluate();
  });
  assertEquals(errors, 3);
  within(1e-14, "float64")(losses, new Array(3).fill(Math.log(4)));
});
