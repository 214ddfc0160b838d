/**
 * §7: deep networks of radial basis functions are hard to train by stochastic gradient descent. The paper gives no
 * form: here two hidden layers of as many units as the maxout network has, each response exp(-Σ β (x - μ)²), centres
 * from training images, and plain descent on the summed Bernoulli cost. Claim L14 holds its training error against
 * that of the maxout network after as many epochs.
 */
import { subset } from "../datasets/mod.ts";
import { selectData } from "../runs/mod.ts";
import { experiment } from "./experiment.ts";
import { difference, errorOf, evaluate } from "./measures/mod.ts";
import { deepRbfNetwork, naiveMaxout, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  /** Training images on which errors are counted. */
  readonly images: number;
};

/** Training errors of a deep network of radial basis functions and of a maxout network. */
export const deepRbf = experiment({
  name: "deep_rbf",
  title: "Deep networks of radial basis functions (§7)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      deep: deepRbfNetwork(profile, data, seed),
      maxout: naiveMaxout(profile, data, seed, "variant"),
    }),
    parameters: { images: 10_000 } satisfies Parameters,
  }),
  measure({ models, trainings, dataset, parameters: { images } }) {
    const train = selectData(dataset, trainings.deep.spec.data);
    const some = subset(train, 0, Math.min(images, train.count));
    const deep = evaluate(models.deep, some);
    const maxout = evaluate(models.maxout, some);
    return {
      metrics: {
        deep_training_error: errorOf(deep),
        maxout_training_error: errorOf(maxout),
        deep_clean_error: errorOf(evaluate(models.deep, dataset.test)),
        deep_minus_maxout_training_error: difference(deep, maxout),
      },
      tables: {
        deep_rbf_costs: trainings.deep.metrics.costs.map((cost, i) => ({ epoch: i + 1, cost })),
      },
    };
  },
});
