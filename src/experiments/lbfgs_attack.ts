/**
 * §4: FGSM is fast, and the box-constrained L-BFGS of Szegedy et al. is what it is faster than. How much nearer the
 * slow attack comes, and what it costs: nearest images with the second most likely label by L-BFGS, beside the least ε
 * at which FGSM fools the same image with one gradient. Claims H47 and H48.
 */
import { gradientSigns, lbfgsAttack, type LbfgsOptions, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, subset, unitPixels } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { fgsmAttack, firstRight, runnersUp, sanityChecks } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, softmaxRegression } from "./recipes/mod.ts";
import type { MeasuredRow } from "../tables/mod.ts";

type Parameters = {
  /** Test images: the first that are classified right. */
  readonly images: number;
  readonly lbfgs: LbfgsOptions & { readonly [name: string]: number | readonly [number, number] };
  /** FGSM is tried with ε of 1, 2, … of these steps, up to 1. */
  readonly stepsOfEpsilon: number;
};

/** The first test images that the model classifies right, with the second most likely class of each. */
function chosen(model: Model, images: LabelledImages, count: number) {
  const some = subset(images, 0, Math.min(images.count, 2 * count));
  const { logits, predictions } = model.answers(some.pixels);
  const seconds = runnersUp(logits, some.labels);
  return firstRight(predictions, some.labels, count).map((i) => {
    const pixels = some.pixels.subarray(i * model.inputs, (i + 1) * model.inputs);
    return { label: some.labels[i]!, second: seconds[i]!, x: unitPixels(pixels) };
  });
}

type Chosen = ReturnType<typeof chosen>[number];

/** √(Σr²/n) and the largest |r|. */
function sizeOf(x: Float32Array, moved: Float32Array): { distortion: number; largest: number } {
  let square = 0;
  let largest = 0;
  x.forEach((v, j) => {
    const r = moved[j]! - v;
    square += r * r;
    largest = Math.max(largest, Math.abs(r));
  });
  return { distortion: Math.sqrt(square / x.length), largest };
}

/** The least FGSM that changes the label, or null where none up to ε = 1 does. */
function leastFgsm(model: Model, { x, label }: Chosen, steps: number): Float32Array | null {
  const signs = gradientSigns(model, x, [label], "direction");
  const points = new Float32Array(steps * x.length);
  for (let k = 0; k < steps; k++) points.set(stepAlong(x, signs, (k + 1) / steps), k * x.length);
  const at = model.answers(points).predictions.findIndex((predicted) => predicted !== label);
  return at < 0 ? null : points.slice(at * x.length, (at + 1) * x.length);
}

/** Both attacks on one model. */
function compare(model: Model, images: LabelledImages, { images: count, lbfgs, stepsOfEpsilon }: Parameters) {
  const all = chosen(model, images, count);
  const x = new Float32Array(all.length * model.inputs);
  all.forEach((one, i) => x.set(one.x, i * model.inputs));
  const found = lbfgsAttack(model, x, all.map(({ second }) => second), lbfgs);
  const fast = all.map((one) => leastFgsm(model, one, stepsOfEpsilon));
  const both = all.flatMap((one, i) => {
    const [slow, quick] = [found[i]!.image, fast[i]!];
    return slow === null || quick === null
      ? []
      : [{ slow: sizeOf(one.x, slow), quick: sizeOf(one.x, quick) }];
  });
  const mean = (value: (pair: typeof both[number]) => number) =>
    both.reduce((sum, pair) => sum + value(pair), 0) / Math.max(1, both.length);
  const share = (count: number) => 100 * count / Math.max(1, all.length);
  return {
    images: all.length,
    both: both.length,
    lbfgs_success: share(found.filter(({ image }) => image !== null).length),
    fgsm_success: share(fast.filter((image) => image !== null).length),
    lbfgs_distortion: mean(({ slow }) => slow.distortion),
    fgsm_distortion: mean(({ quick }) => quick.distortion),
    lbfgs_largest: mean(({ slow }) => slow.largest),
    fgsm_largest: mean(({ quick }) => quick.largest),
    lbfgs_gradients: found.reduce((sum, { gradients }) => sum + gradients, 0) / Math.max(1, all.length),
    fgsm_gradients: 1,
  };
}

const IMAGES = { smoke: 6, quick: 25, standard: 50, full: 50 };

/** L-BFGS beside FGSM. */
export const lbfgsBesideFgsm = experiment({
  name: "lbfgs_attack",
  title: "Box-constrained L-BFGS beside FGSM (§4)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: {
      images: IMAGES[profile],
      lbfgs: { penalties: [1 / 1024, 64], searches: 8, iterations: 20, memory: 5 },
      stepsOfEpsilon: 250,
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters, rng }) {
    const metrics: Record<string, Metric> = {};
    const rows: MeasuredRow<"lbfgs_attack">[] = [];
    for (const [name, model] of Object.entries(models)) {
      const found = compare(model, test, parameters);
      rows.push({ model: name, ...found });
      metrics[`${name}_success`] = { value: found.lbfgs_success, trials: found.images };
      metrics[`${name}_fgsm_minus_lbfgs_distortion`] = {
        value: found.fgsm_distortion - found.lbfgs_distortion,
      };
      metrics[`${name}_gradients`] = { value: found.lbfgs_gradients };
    }
    const sanity = Object.entries(models).flatMap(([name, model]) =>
      sanityChecks(name, model, test, fgsmAttack(PAPER.epsilon, "direction"), rng)
    );
    return { metrics, tables: { lbfgs_attack: rows, sanity } };
  },
});
