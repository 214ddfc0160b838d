/**
 * §7: the shallow network of radial basis functions. It is fooled by FGSM less often than a linear model, and hardly
 * believes what it then says; noise images it rejects (appendix A). The form of β is open: the primary reading has
 * one for each pixel and class, `scalar` one for each class. Claims Q15, Q20e, H30, H31 and H33; the table follows
 * the numbers of the first seed from epoch to epoch, since the paper does not say when training ended.
 */
import type { Engine } from "../backend/engine.ts";
import type { Dataset, LabelledImages } from "../datasets/mod.ts";
import { type Model, NetworkModel, type Totals } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import { selectData } from "../runs/mod.ts";
import { trainEpochs } from "../training/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import {
  confidenceMisclassifiedOf,
  confidenceOf,
  errorOf,
  evaluate,
  falsePositives,
  fgsmAttack,
  fgsmTotals,
  noiseImages,
  present,
  sanityChecks,
  sweep,
  sweepRows,
  SWEPT,
} from "./measures/mod.ts";
import { PAPER, rbfNetwork, type RbfSpec, SEEDS } from "./recipes/mod.ts";
import { type MeasuredRow, ofFirstSeed } from "../tables/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** Noise images, and the probability above which a class counts as seen. */
  readonly noise: { readonly images: number; readonly threshold: number };
  /** The training that the table follows, beyond the epoch at which it is measured. */
  readonly trajectory: Omit<RbfSpec, "seed">;
};

/** Clean totals, and those under FGSM. */
function totalsUnder(
  model: Model,
  test: LabelledImages,
  epsilon: number,
): { clean: Totals; attacked: Totals } {
  return { clean: evaluate(model, test), attacked: fgsmTotals(model, test, epsilon, "float32") };
}

/** What the paper reports of a network. */
function reported(
  model: Model,
  test: LabelledImages,
  noise: Float32Array,
  { epsilon, noise: { threshold } }: Parameters,
): Record<string, Metric> {
  const { clean, attacked } = totalsUnder(model, test, epsilon);
  const mistaken = confidenceMisclassifiedOf(attacked);
  return present({
    clean_error: errorOf(clean),
    clean_confidence: confidenceOf(clean),
    error: errorOf(attacked),
    confidence: confidenceOf(attacked),
    confidence_misclassified: mistaken,
    clean_minus_mistaken_confidence: mistaken && { value: confidenceOf(clean).value - mistaken.value },
    rubbish_error: falsePositives(model, noise, threshold).error,
  });
}

/** The numbers of §7 after every epoch. */
function trajectory(
  engine: Engine,
  { architecture, recipe, data }: Omit<RbfSpec, "seed">,
  dataset: Dataset,
  seed: number,
  epsilon: number,
): readonly MeasuredRow<"rbf_trajectory">[] {
  const options = { architecture, recipe, images: selectData(dataset, data), rng: Rng.fromSeed(seed) };
  return Array.from(trainEpochs(engine, options), ({ epoch, parameters }) => {
    using model = new NetworkModel(engine, architecture, parameters);
    const { clean, attacked } = totalsUnder(model, dataset.test, epsilon);
    return {
      epoch,
      cleanError: errorOf(clean).value,
      cleanConfidence: confidenceOf(clean).value,
      error: errorOf(attacked).value,
      confidenceMisclassified: confidenceMisclassifiedOf(attacked)?.value ?? null,
    };
  });
}

/** Radial basis functions under FGSM and on noise. */
export const rbf = experiment({
  name: "rbf",
  title: "Radial basis functions (§7)",
  plan(profile, data) {
    const { seed: _, ...spec } = rbfNetwork(profile, data, 0);
    const longer = { ...spec, recipe: { ...spec.recipe, epochs: 2 * spec.recipe.epochs } };
    return {
      seeds: SEEDS.linear[profile],
      models: (seed) => ({
        rbf: rbfNetwork(profile, data, seed),
        scalar: rbfNetwork(profile, data, seed, "scalar"),
      }),
      parameters: {
        epsilon: PAPER.epsilon,
        noise: { images: profile === "smoke" ? 1000 : 10_000, threshold: PAPER.threshold },
        trajectory: longer,
      } satisfies Parameters,
    };
  },
  measure({ engine, models, dataset, parameters, seed, rng }) {
    const { test } = dataset;
    const { epsilon, noise } = parameters;
    const model = models.rbf;
    const images = noiseImages(noise.images, model.inputs, 1, rng.fork("images"));
    const scalar = reported(models.scalar, test, images, parameters);
    return {
      metrics: {
        ...reported(model, test, images, parameters),
        ...Object.fromEntries(Object.entries(scalar).map(([name, metric]) => [`scalar_${name}`, metric])),
      },
      tables: {
        error_against_epsilon: sweepRows("rbf", SWEPT, sweep(model, test, SWEPT, "float32")),
        sanity: sanityChecks("rbf", model, test, fgsmAttack(epsilon, "float32"), rng),
        ...ofFirstSeed(seed, () => ({
          rbf_trajectory: trajectory(engine, parameters.trajectory, dataset, seed, epsilon),
        })),
      },
    };
  },
});
