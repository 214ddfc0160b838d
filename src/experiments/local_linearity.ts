/**
 * §3 and §4: nets that are made of linear pieces, or kept where they are nearly linear, are said to be linear enough
 * to fall to perturbations. How many units leave their piece under random ±ε, and under FGSM of the same size: maxout
 * units another winner, rectified linear units on instead of off, sigmoids out of their linear range. Claims H22 to
 * H24 and H26.
 */
import { fgsm, fgsmAttack, randomSignNoise } from "../attacks/mod.ts";
import { type LabelledImages, subset } from "../datasets/mod.ts";
import type { HiddenLayer, Model, Pixels } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { difference, evaluate } from "./measures/mod.ts";
import { naiveMaxout, PAPER, perceptron, SEEDS } from "./recipes/mod.ts";

const NETS = ["maxout", "relu", "sigmoid"] as const;

type Net = (typeof NETS)[number];

type Parameters = {
  readonly epsilons: readonly number[];
  /** The ε that the claims are about. */
  readonly claimed: number;
  /** Units are looked at on so many test images. */
  readonly images: number;
  /** A sigmoid is linear where its sum is within ± this. */
  readonly linear: number;
};

/** The piece of each unit for each image: the winner, on or off, or below, inside and above the linear range. */
function statesOf(net: Net, { winners, sums }: HiddenLayer, linear: number): Int8Array {
  if (winners) return Int8Array.from(winners);
  if (net === "relu") return Int8Array.from(sums!, (z) => z > 0 ? 1 : 0);
  return Int8Array.from(sums!, (z) => z > linear ? 1 : z < -linear ? -1 : 0);
}

/** The share of entries that differ, in per cent. */
function changes(a: Int8Array, b: Int8Array): number {
  return 100 * a.reduce((count, state, i) => count + (state === b[i] ? 0 : 1), 0) / a.length;
}

function states(net: Net, model: Model, x: Pixels, linear: number): Int8Array[] {
  if (!model.hidden) throw new RangeError(`Cannot look into ${net}: it is no network`);
  return model.hidden(x).map((layer) => statesOf(net, layer, linear));
}

/** Shares of changed units by perturbation, ε and layer. */
function changesOf(net: Net, model: Model, images: LabelledImages, parameters: Parameters, rng: Rng) {
  const { epsilons, linear } = parameters;
  const { pixels, labels } = images;
  const clean = states(net, model, pixels, linear);
  return epsilons.flatMap((epsilon) => {
    const perturbed = {
      noise: randomSignNoise(pixels, model.inputs, epsilon, rng),
      fgsm: fgsm(model, pixels, labels, epsilon, "float32"),
    };
    return Object.entries(perturbed).flatMap(([perturbation, x]) =>
      states(net, model, x, linear).map((own, layer) => ({
        net,
        perturbation,
        epsilon,
        layer,
        changed: changes(clean[layer]!, own),
      }))
    );
  });
}

/** How far each net is from linear under perturbations. */
export const localLinearity = experiment({
  name: "local_linearity",
  title: "Units that leave their linear piece (§3, §4)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      maxout: naiveMaxout(profile, data, seed, "variant"),
      relu: perceptron("relu", profile, data, seed),
      sigmoid: perceptron("sigmoid", profile, data, seed),
    }),
    parameters: {
      epsilons: [0.05, 0.1, PAPER.epsilon],
      claimed: PAPER.epsilon,
      images: 1000,
      linear: 2,
    } satisfies Parameters,
  }),
  attacks: ({ claimed }) => [{ attack: fgsmAttack({ epsilon: claimed, gradient: "float32" }) }],
  measure({ models, dataset: { test }, parameters, rng }) {
    const { claimed, images, linear } = parameters;
    const some = subset(test, 0, Math.min(images, test.count));
    const noise = rng.fork("noise");
    const rows = NETS.flatMap((net) => changesOf(net, models[net], some, parameters, noise));
    const metrics: Record<string, Metric> = {};
    for (const net of NETS) {
      const share = (kind: string) => {
        const own = rows.filter((row) =>
          row.net === net && row.perturbation === kind && row.epsilon === claimed
        );
        return own.reduce((sum, { changed }) => sum + changed, 0) / own.length;
      };
      metrics[`${net}_noise_changes`] = { value: share("noise") };
      metrics[`${net}_fgsm_minus_noise_changes`] = { value: share("fgsm") - share("noise") };
      const model = models[net];
      metrics[`${net}_fgsm_minus_noise_error`] = difference(
        evaluate(model, test, (m, x, labels) => fgsm(m, x, labels, claimed, "float32")),
        evaluate(model, test, (m, x, _labels, first) => randomSignNoise(x, m.inputs, claimed, noise, first)),
      );
    }
    const clean = states("sigmoid", models.sigmoid, some.pixels, linear).flatMap((layer) => [...layer]);
    metrics["sigmoid_linear_share"] = {
      value: 100 * clean.filter((state) => state === 0).length / clean.length,
    };
    return {
      metrics,
      tables: {
        local_linearity: rows,
      },
    };
  },
});
