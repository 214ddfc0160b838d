/**
 * The training recipes of the paper's models, by profile. The paper gives none; each is taken from the nearest code
 * of the same authors (`data/choices.csv` says which), and a profile shortens nothing but the number of epochs and,
 * for `smoke`, the number of images and units.
 */
import type { Profile } from "../claims/mod.ts";
import type { TrainSpec } from "../runs/mod.ts";
import { type Objective, plainDescent, type Recipe } from "../training/mod.ts";
import type { DataShape } from "./experiment.ts";

/** pylearn2 trains on the first 50,000 images and keeps the last 10,000 for validation. */
export function trainingRows(data: DataShape): { split: "train"; from: number; to: number } {
  return { split: "train", from: 0, to: Math.min(data.train, 50_000) };
}

/** No perturbation. */
export const CLEAN: Objective = { type: "clean" };

/** pylearn2's initial weights and column norm, in every recipe of the maxout paper. */
const PYLEARN2 = { batch: 100, initialRange: 0.005, maxNorm: 1.9365 } as const;

const SOFTMAX_EPOCHS: Record<Profile, number> = { smoke: 5, quick: 20, standard: 20, full: 20 };

/** Softmax regression (§4): the output layer of the maxout recipe alone, by plain gradient descent. */
export function softmaxRegression(profile: Profile, data: DataShape, seed: number): TrainSpec {
  return {
    kind: "train",
    architecture: { type: "softmax", inputs: data.inputs, classes: data.classes },
    recipe: {
      objective: CLEAN,
      epochs: SOFTMAX_EPOCHS[profile],
      ...PYLEARN2,
      ...plainDescent(0.1),
      dropout: null,
    },
    data: { ...trainingRows(data), classes: null },
    seed,
  };
}

/** The training of a network of maxout layers for a fixed number of epochs. */
export type LayeredSpec = TrainSpec<number> & { readonly recipe: Recipe };

const LOGISTIC_EPOCHS: Record<Profile, number> = { smoke: 10, quick: 20, standard: 20, full: 20 };

/** Logistic regression between 3 and 7 (§5), without norm constraint and with whatever `own` adds to the recipe. */
function logistic(
  profile: Profile,
  data: DataShape,
  seed: number,
  own: Pick<Recipe, "objective" | "l1">,
): LayeredSpec {
  return {
    kind: "train",
    architecture: { type: "logistic", inputs: data.inputs },
    recipe: {
      epochs: LOGISTIC_EPOCHS[profile],
      ...PYLEARN2,
      ...plainDescent(0.1),
      maxNorm: null,
      dropout: null,
      ...own,
    },
    data: { ...trainingRows(data), classes: [3, 7] },
    seed,
  };
}

/** Trained plainly. */
export function logisticThreeSeven(profile: Profile, data: DataShape, seed: number): TrainSpec {
  return logistic(profile, data, seed, { objective: CLEAN });
}

/** Trained on FGSM examples alone, whose loss is the closed form of §5. */
export function adversarialLogistic(
  profile: Profile,
  data: DataShape,
  seed: number,
  epsilon: number,
): LayeredSpec {
  return logistic(profile, data, seed, {
    objective: { type: "adversarial", alpha: 0, epsilon, gradient: "exact" },
  });
}

/** Trained with L1 weight decay. */
export function decayedLogistic(profile: Profile, data: DataShape, seed: number, l1: number): TrainSpec {
  return logistic(profile, data, seed, { objective: CLEAN, l1 });
}

/** The optimiser of pylearn2's `mnist_pi.yaml`. */
const MAXOUT_RECIPE: Omit<Recipe, "epochs" | "objective"> = {
  ...PYLEARN2,
  learningRate: { initial: 0.1, decay: 1.000004, minimum: 1e-6 },
  momentum: { initial: 0.5, final: 0.7, saturates: 250 },
  dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
};

/**
 * How long maxout networks are trained:
 *
 * - `record`: the naive network of §4 and of the ensemble, whose published numbers need the whole schedule;
 * - `adversarial`: adversarial training, which takes three times as long;
 * - `control`: its controls with noise, and the naive networks of equal length held against them;
 * - `variant`: networks that are only compared with each other.
 */
export type Length = "record" | "adversarial" | "control" | "variant";

/** Epochs by length and profile. */
export const MAXOUT_EPOCHS: Record<Length, Record<Profile, number>> = {
  record: { smoke: 20, quick: 20, standard: 100, full: 243 },
  adversarial: { smoke: 20, quick: 10, standard: 20, full: 243 },
  control: { smoke: 20, quick: 7, standard: 20, full: 243 },
  variant: { smoke: 5, quick: 7, standard: 8, full: 100 },
};

/** What a maxout network of the paper's may have of its own. */
export interface MaxoutOptions {
  readonly objective: Objective;
  readonly length: Length;
  /** Coefficient of the L1 weight decay. */
  readonly l1?: number;
  /** Independent sigmoid outputs. */
  readonly outputs?: "sigmoid";
}

/**
 * The permutation-invariant maxout network of 240 × 5 × 2 with an objective of the paper's. The rehearsal has fewer
 * units and larger initial weights, since a few hundred updates do not lead away from the tiny ones.
 */
export function maxout(
  profile: Profile,
  data: DataShape,
  seed: number,
  { objective, length, outputs, ...decay }: MaxoutOptions,
): TrainSpec {
  const rehearsal = profile === "smoke";
  const units = rehearsal ? 32 : 240;
  return {
    kind: "train",
    architecture: {
      type: "maxout",
      inputs: data.inputs,
      classes: data.classes,
      units: [units, units],
      pieces: 5,
      ...(outputs ? { outputs } : {}),
    },
    recipe: {
      objective,
      epochs: MAXOUT_EPOCHS[length][profile],
      ...MAXOUT_RECIPE,
      ...decay,
      ...(rehearsal ? { initialRange: 0.05 } : {}),
    },
    data: { ...trainingRows(data), classes: null },
    seed,
  };
}

/** The paper's α and ε (§6), in training and in its controls. */
export const SIXTH_SECTION = { alpha: 0.5, epsilon: 0.25 } as const;

/** Trained naively (§4). */
export function naiveMaxout(
  profile: Profile,
  data: DataShape,
  seed: number,
  length: Length = "record",
): TrainSpec {
  return maxout(profile, data, seed, { objective: CLEAN, length });
}

/** Trained naively on the first or the second half of the training rows (§8). */
export function halfMaxout(half: 0 | 1, profile: Profile, data: DataShape, seed: number): TrainSpec {
  const spec = naiveMaxout(profile, data, seed, "variant");
  const middle = Math.floor(spec.data.to / 2);
  return { ...spec, data: { ...spec.data, ...(half === 0 ? { to: middle } : { from: middle }) } };
}

/** Trained with L1 weight decay of the first layer (§5). */
export function decayedMaxout(profile: Profile, data: DataShape, seed: number, l1: number): TrainSpec {
  return maxout(profile, data, seed, { objective: CLEAN, length: "variant", l1 });
}

/** Trained adversarially (§6); the gradient is rounded as in the authors' float32. */
export function adversarialMaxout(
  profile: Profile,
  data: DataShape,
  seed: number,
  length: Length = "adversarial",
): TrainSpec {
  return maxout(profile, data, seed, {
    objective: { type: "adversarial", ...SIXTH_SECTION, gradient: "float32" },
    length,
  });
}

/** Trained with noise in the place of the adversarial half (§6, the controls). */
export function noisyMaxout(
  noise: "uniform" | "sign",
  profile: Profile,
  data: DataShape,
  seed: number,
): TrainSpec {
  return maxout(profile, data, seed, {
    objective: { type: "noise", noise, ...SIXTH_SECTION },
    length: "control",
  });
}

/** The same training of a network of 1600 units a layer (§6). */
export function enlarged(spec: TrainSpec, profile: Profile): TrainSpec {
  const { architecture } = spec;
  if (architecture.type !== "maxout") {
    throw new TypeError(`Cannot enlarge a ${architecture.type} network, expected a maxout network`);
  }
  const units = profile === "smoke" ? 48 : 1600;
  return { ...spec, architecture: { ...architecture, units: architecture.units.map(() => units) } };
}
