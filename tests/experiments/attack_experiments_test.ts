/** What the experiments on attacks measure, on models of which the answer is known. */
import { assert, assertEquals } from "@std/assert";
import { type Dataset, drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import type { MeasureContext, Measurement } from "../../src/experiments/experiment.ts";
import { firstOrder } from "../../src/experiments/first_order.ts";
import { fgsmLine } from "../../src/experiments/fgsm_line.ts";
import { foolingImages } from "../../src/experiments/fooling_images.ts";
import { noiseImages } from "../../src/experiments/measures/noise_images.ts";
import type { AnyExperiment } from "../../src/experiments/load.ts";
import { type Answers, initialise, type Model, NetworkModel, type Pixels } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const images = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 40 });
const DATASET: Dataset = { name: "glyphs", train: images, test: images };
const SHAPE = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 40, test: 40 };
const SOFTMAX = { type: "softmax", inputs: 784, classes: 10 } as const;

function measure(experiment: AnyExperiment, models: MeasureContext<unknown>["models"]): Measurement {
  const { parameters } = experiment.plan("smoke", SHAPE);
  const context = { models, dataset: DATASET, parameters, seed: 0, rng: Rng.fromSeed(0) };
  return experiment.measure(context as MeasureContext<unknown>); // no engine: these make no models
}

/** Runs `test` with softmax regression of random weights. */
function withSoftmax(test: (model: NetworkModel) => void): Promise<void> {
  return withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.3, Rng.fromSeed(1)));
    test(model);
  });
}

/** A model of which the gradient is 1 everywhere, and whose answer is a function of the first, always black, pixel. */
function alongFirstPixel(logitsAt: (epsilon: number) => readonly number[]): Model {
  const labelOf = new Map<string, number>();
  for (let i = 0; i < images.count; i++) labelOf.set(key(images.pixels, i), images.labels[i]!);
  function key(x: Pixels, i: number): string {
    const pixels = x.subarray(784 * i, 784 * i + 784);
    const first = x instanceof Uint8Array ? pixels[0]! / 255 : pixels[0]!;
    return Array.from(pixels, (p) => Math.round(x instanceof Uint8Array ? p : 255 * (p - first))).join();
  }
  const answers = (x: Pixels): Answers => {
    const n = x.length / 784;
    const logits = new Float32Array(10 * n);
    for (let i = 0; i < n; i++) {
      const [right, wrong] = logitsAt(x instanceof Uint8Array ? 0 : x[784 * i]!);
      const label = labelOf.get(key(x, i))!;
      logits[10 * i + label] = right!;
      logits[10 * i + (label + 1) % 10] = wrong!;
    }
    const rows = Array.from({ length: n }, (_, i) => [...logits.subarray(10 * i, 10 * i + 10)]);
    const predictions = Uint8Array.from(rows, (row) => row.indexOf(Math.max(...row)));
    const confidences = Float64Array.from(
      rows,
      (row) => 1 / row.reduce((sum, z) => sum + Math.exp(z - Math.max(...row)), 0),
    );
    return { logits, predictions, confidences };
  };
  return {
    inputs: 784,
    classes: 10,
    parameters: {},
    answers,
    losses: (x) => new Float64Array(x.length / 784),
    inputGradient: (x) => new Float32Array(x.length).fill(1),
  };
}

Deno.test("fgsm_line finds straight logits straight, a thin interval thin and one wrong region contiguous", () => {
  const { metrics, tables } = measure(fgsmLine, {
    maxout: alongFirstPixel((epsilon) => [1 + Math.abs(epsilon), 4 * Math.abs(epsilon)]),
  });
  within(1e-6, "float32 logits")([metrics["linear_share"]!.value], [100]);
  assertEquals(metrics["contiguous_share"], { value: 100, trials: 20 });
  // right while 1 + |ε| > 4 |ε|: at -.3 … .3, seven of 201 points
  within(1e-9, "a mean of 201 counts")([metrics["right_share"]!.value], [100 * 7 / 201]);
  assert(metrics["extreme_gain"]!.value > 50);
  assertEquals(tables["fgsm_line"]!.length, 201);
  assertEquals(new Set(tables["fgsm_line"]!.map((row) => row["label"])), new Set([4]));
});

Deno.test("fgsm_line finds pockets, and curves that three pieces do not explain", () => {
  const { metrics } = measure(fgsmLine, {
    maxout: alongFirstPixel((epsilon) => [1, epsilon === 0 ? 0 : 2 * Math.cos(4 * epsilon)]),
  });
  assertEquals(metrics["contiguous_share"]!.value, 0);
  assert(metrics["linear_share"]!.value < 95);
});

Deno.test("first_order agrees with an expansion in float64 loops", async () => {
  await withSoftmax((model) => {
    const { tables } = measure(firstOrder, { softmax: model, maxout: model });
    const W = model.parameters["y/W"]!;
    const b = model.parameters["y/b"]!;
    const cost = (x: readonly number[], label: number) => {
      const z = Array.from(b, (v, k) => v + x.reduce((sum, pixel, j) => sum + pixel * W[10 * j + k]!, 0));
      const top = Math.max(...z);
      const p = z.map((v) => Math.exp(v - top));
      const sum = p.reduce((a, c) => a + c);
      return { loss: Math.log(sum) - (z[label]! - top), p: p.map((v) => v / sum) };
    };
    let deviation = 0;
    let size = 0;
    for (let i = 0; i < images.count; i++) {
      const label = images.labels[i]!;
      const x = Array.from(images.pixels.subarray(784 * i, 784 * i + 784), (byte) => byte / 255);
      const { loss, p } = cost(x, label);
      const gradient = x.map((_, j) =>
        p.reduce((sum, v, k) => sum + (v - (k === label ? 1 : 0)) * W[10 * j + k]!, 0)
      );
      const moved = x.map((v, j) => v + 0.25 * Math.sign(gradient[j]!));
      const change = cost(moved, label).loss - loss;
      deviation += Math.abs(change - 0.25 * gradient.reduce((sum, g) => sum + Math.abs(g), 0));
      size += Math.abs(change);
    }
    const row = tables["first_order"]!.find((row) => row["model"] === "softmax" && row["epsilon"] === 0.25)!;
    within(0.001, "per cent, sums of 784 terms in float32")([row["loss"] as number], [
      100 * deviation / size,
    ]);
  });
});

Deno.test("fooling_images steps along the gradient of the probability itself", async () => {
  await withSoftmax((model) => {
    const { tables } = measure(foolingImages, { maxout: model });
    const W = model.parameters["y/W"]!;
    const x = noiseImages(50, 784, 1, Rng.fromSeed(0).fork("images"));
    const probabilities = (pixels: readonly number[]) => {
      const z = Array.from(
        { length: 10 },
        (_, k) => pixels.reduce((sum, v, j) => sum + v * W[10 * j + k]!, 0),
      );
      const p = z.map((v) => Math.exp(v - Math.max(...z)));
      return p.map((v) => v / p.reduce((a, c) => a + c));
    };
    let successes = 0;
    for (let i = 0; i < 50; i++) {
      const pixels = [...x.subarray(784 * i, 784 * i + 784)];
      const p = probabilities(pixels);
      const moved = pixels.map((v, j) =>
        v + 10 * p.reduce((sum, q, k) => sum + p[3]! * ((k === 3 ? 1 : 0) - q) * W[10 * j + k]!, 0)
      );
      if (probabilities(moved)[3]! >= 0.5) successes++;
    }
    const row = tables["fooling_success"]!
      .find((row) => row["class"] === 3 && row["step"] === "raw" && row["epsilon"] === 10)!;
    assert(successes > 0 && successes < 50, "all or none succeed, so the step is not tested");
    assertEquals(row["success"], 100 * successes / 50);
  });
});
