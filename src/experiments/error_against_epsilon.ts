/**
 * Error and confidence against ε for softmax regression, logistic regression and the naive maxout network (§4, §5),
 * with random ±ε noise as a control (§6). Claims H4 to H8 and the report's first figure.
 */
import { fgsmAttack, randomSignNoise } from "../attacks/mod.ts";
import type { Totals } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { difference, evaluate, sweep, sweepRows, SWEPT } from "./measures/mod.ts";
import {
  logisticThreeSeven,
  naiveMaxout,
  PAPER,
  SEEDS,
  softmaxRegression,
  threesAndSevens,
} from "./recipes/mod.ts";

type Parameters = {
  readonly epsilons: readonly number[];
  /** The ε of the paper, and the smaller one of H7; both are among `epsilons`. */
  readonly quarter: number;
  readonly tenth: number;
};

/** How often the error falls from one ε to the next. */
function falls(totals: readonly Totals[]): Metric {
  return { value: totals.filter((each, i) => i > 0 && each.errors < totals[i - 1]!.errors).length };
}

/** Error against ε. */
export const errorAgainstEpsilon = experiment({
  name: "error_against_epsilon",
  title: "Error and confidence against ε (§4, §5)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      softmax: softmaxRegression(profile, data, seed),
      logistic: logisticThreeSeven(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed),
    }),
    parameters: {
      epsilons: SWEPT,
      quarter: PAPER.epsilon,
      tenth: 0.1,
    } satisfies Parameters,
  }),
  attacks: ({ quarter }) => [
    {
      attack: fgsmAttack({ epsilon: quarter, gradient: "float32" }),
      models: ({ models: { softmax } }) => ({ softmax }),
    },
    {
      attack: fgsmAttack({ epsilon: quarter, gradient: "direction" }),
      models: ({ models: { logistic } }) => ({ logistic }),
      images: ({ dataset }) => threesAndSevens(dataset),
    },
    {
      attack: fgsmAttack({ epsilon: quarter, gradient: "float32" }),
      models: ({ models: { maxout } }) => ({ maxout }),
    },
  ],
  measure({ models, dataset, parameters: { epsilons, quarter, tenth }, rng }) {
    const test = dataset.test;
    const threeSeven = threesAndSevens(dataset);
    const softmax = sweep(models.softmax, test, epsilons, "float32");
    const logistic = sweep(models.logistic, threeSeven, epsilons, "direction");
    const maxout = sweep(models.maxout, test, epsilons, "float32");
    const noisy = evaluate(
      models.softmax,
      test,
      (m, x, _labels, first) => randomSignNoise(x, m.inputs, quarter, rng.fork("noise"), first),
    );
    const at = (totals: readonly Totals[], epsilon: number) => totals[epsilons.indexOf(epsilon)]!;
    return {
      metrics: {
        softmax_monotone_violations: falls(softmax),
        logistic_monotone_violations: falls(logistic),
        softmax_minus_maxout_error_at_quarter: difference(at(softmax, quarter), at(maxout, quarter)),
        softmax_minus_maxout_error_at_tenth: difference(at(softmax, tenth), at(maxout, tenth)),
        softmax_fgsm_minus_noise_error_at_quarter: difference(at(softmax, quarter), noisy),
      },
      tables: {
        error_against_epsilon: [
          ...sweepRows("softmax", epsilons, softmax),
          ...sweepRows("logistic", epsilons, logistic),
          ...sweepRows("maxout", epsilons, maxout),
        ],
      },
    };
  },
});
