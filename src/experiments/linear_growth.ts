/**
 * §3: under η = ε sign(w) the activation of a linear unit grows by εmn, with n the dimension and m the mean absolute
 * weight, while no input moves by more than ε. Claims L1.growth, L1.norm and L9.dot; weights are standard normal.
 */
import { randomSigns, stepAlong } from "../attacks/mod.ts";
import type { Engine } from "../backend/engine.ts";
import { NetworkModel } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { experiment } from "./experiment.ts";
import { dot, l1Norm } from "./measures/mod.ts";
import { PAPER, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  readonly dimensions: readonly number[];
  /** The dimension at which random signs are tried, and how often. */
  readonly randomSigns: { readonly dimension: number; readonly draws: number };
};

/** Dimensions from a sixteenth of an image's to eight times as many, each twice the one before; for MNIST 49 to 6272. */
function dimensionsAbout(inputs: number): readonly number[] {
  const around = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8].map((factor) => Math.ceil(factor * inputs));
  return [...new Set(around)];
}

/** w·η and ε m n for a random w of dimension n; η = ε sign(w), all in float32 through the engine's product. */
function growthAt(engine: Engine, n: number, epsilon: number, rng: Rng) {
  const w = Float32Array.from(rng.fork(`weights/${n}`).normal(n));
  const x = Float32Array.from(rng.fork(`inputs/${n}`).uniform(n));
  const perturbed = stepAlong(x, Int8Array.from(w, Math.sign), epsilon);
  using unit = new NetworkModel(engine, { type: "logistic", inputs: n }, {
    "y/W": w,
    "y/b": new Float32Array(1),
  });
  const activation = (input: Float32Array) => unit.answers(input).logits[0]!;
  let predicted = 0;
  let norm = 0;
  for (let i = 0; i < n; i++) {
    predicted += epsilon * Math.abs(w[i]!);
    norm = Math.max(norm, Math.abs(perturbed[i]! - x[i]!));
  }
  return { measured: activation(perturbed) - activation(x), predicted, norm };
}

/** The mean of |w·η| over random η in {-ε, ε}^n, as a share of ε m n. */
function randomSignShare(n: number, draws: number, rng: Rng): number {
  const w = rng.fork(`weights/${n}`).normal(n);
  let total = 0;
  for (let k = 0; k < draws; k++) {
    total += Math.abs(dot(randomSigns(1, n, rng.fork("signs"), k), w));
  }
  return total / draws / l1Norm(w);
}

/** Linear growth of the activation with the dimension. */
export const linearGrowth = experiment({
  name: "linear_growth",
  title: "A linear unit's activation grows with the dimension (§3)",
  plan: (profile, { inputs }) => ({
    seeds: SEEDS.linear[profile],
    models: () => ({}),
    parameters: {
      epsilon: PAPER.epsilon,
      dimensions: dimensionsAbout(inputs),
      randomSigns: { dimension: inputs, draws: 1000 },
    } satisfies Parameters,
  }),
  measure({ engine, parameters: { epsilon, dimensions, randomSigns }, rng }) {
    const growth = dimensions.map((dimension) => ({
      dimension,
      ...growthAt(engine, dimension, epsilon, rng),
    }));
    const worst = (deviation: (row: typeof growth[number]) => number) =>
      100 * Math.max(...growth.map((row) => Math.abs(deviation(row) - 1)));
    return {
      metrics: {
        relative_deviation_from_emn: { value: worst(({ measured, predicted }) => measured / predicted) },
        max_norm_deviation: { value: worst(({ norm }) => norm / epsilon) },
        random_sign_share: { value: 100 * randomSignShare(randomSigns.dimension, randomSigns.draws, rng) },
      },
      tables: {
        linear_growth: growth.map(({ dimension, measured, predicted }) => ({
          dimension,
          norm: epsilon,
          measured,
          predicted,
        })),
      },
    };
  },
});
