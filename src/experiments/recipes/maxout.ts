/**
 * How the maxout networks of §4 to §9 are trained: naively, adversarially (§6), with noise, with weight decay (§5), on
 * half of the images (§8), enlarged (§6). Variants that only one experiment compares are in `variants.ts`.
 */
import type { Profile } from "../../claims/mod.ts";
import type { Dropout } from "../../models/mod.ts";
import type { TrainPlan } from "../../runs/mod.ts";
import type { Objective, Recipe } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";
import { PAPER } from "./paper.ts";
import { CLEAN, MAX_NORM, PYLEARN2, trainingRows } from "./pylearn2.ts";

/** Dropout of maxout networks, as in pylearn2's `mnist_pi.yaml`. */
export const MAXOUT_DROPOUT: Dropout = { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } };

/** The recipe of pylearn2's `mnist_pi.yaml`. */
const MAXOUT_RECIPE: Omit<Recipe, "epochs" | "objective"> = {
  ...PYLEARN2,
  optimiser: {
    type: "momentum",
    learningRate: { initial: 0.1, decay: 1.000004, minimum: 1e-6 },
    momentum: { initial: 0.5, final: 0.7, saturates: 250 },
  },
  maxNorm: MAX_NORM,
  dropout: MAXOUT_DROPOUT,
};

/**
 * How long maxout networks are trained:
 *
 * - `published`: the naive network of §4 and of the ensemble, whose published numbers need the whole schedule;
 * - `adversarial`: adversarial training, which takes three times as long;
 * - `control`: its controls with noise, and the naive networks of equal length held against them;
 * - `variant`: networks that are only compared with each other.
 */
export type Schedule = "published" | "adversarial" | "control" | "variant";

/** Epochs by schedule and profile. */
export const MAXOUT_EPOCHS: Record<Schedule, Record<Profile, number>> = {
  published: { smoke: 20, quick: 20, standard: 100, full: 243 },
  adversarial: { smoke: 20, quick: 10, standard: 20, full: 243 },
  control: { smoke: 20, quick: 7, standard: 20, full: 243 },
  variant: { smoke: 5, quick: 7, standard: 8, full: 100 },
};

/** What a maxout network of the paper's may have of its own. */
export interface MaxoutOptions {
  readonly objective: Objective;
  readonly schedule: Schedule;
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
  { objective, schedule, outputs, ...decay }: MaxoutOptions,
): TrainPlan {
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
      epochs: MAXOUT_EPOCHS[schedule][profile],
      ...MAXOUT_RECIPE,
      ...decay,
      ...(rehearsal ? { initial: { type: "uniform", range: 0.05 } } : {}),
    },
    data: { ...trainingRows(data), classes: null },
    seed,
  };
}

/** Trained naively (§4). */
export function naiveMaxout(
  profile: Profile,
  data: DataShape,
  seed: number,
  schedule: Schedule = "published",
): TrainPlan {
  return maxout(profile, data, seed, { objective: CLEAN, schedule });
}

/** Trained naively on the first or the second half of the training rows (§8). */
export function halfMaxout(half: 0 | 1, profile: Profile, data: DataShape, seed: number): TrainPlan {
  const spec = naiveMaxout(profile, data, seed, "variant");
  const middle = Math.floor(spec.data.to / 2);
  return { ...spec, data: { ...spec.data, ...(half === 0 ? { to: middle } : { from: middle }) } };
}

/** Trained with L1 weight decay of the first layer (§5). */
export function decayedMaxout(profile: Profile, data: DataShape, seed: number, l1: number): TrainPlan {
  return maxout(profile, data, seed, { objective: CLEAN, schedule: "variant", l1 });
}

/** Trained adversarially (§6); the gradient is rounded as float32 frameworks do it. */
export function adversarialMaxout(
  profile: Profile,
  data: DataShape,
  seed: number,
  schedule: Schedule = "adversarial",
): TrainPlan {
  const { alpha, epsilon } = PAPER;
  return maxout(profile, data, seed, {
    objective: { alpha, perturbation: { kind: "fgsm", epsilon, gradient: "float32" } },
    schedule,
  });
}

/** Trained with noise in the place of the adversarial half (§6, the controls). */
export function noisyMaxout(
  distribution: "uniform" | "sign",
  profile: Profile,
  data: DataShape,
  seed: number,
): TrainPlan {
  const { alpha, epsilon } = PAPER;
  return maxout(profile, data, seed, {
    objective: { alpha, perturbation: { kind: "noise", distribution, epsilon } },
    schedule: "control",
  });
}

/** The same training of a network of 1600 units a layer (§6). */
export function enlarged(spec: TrainPlan, profile: Profile): TrainPlan {
  const { architecture } = spec;
  if (architecture.type !== "maxout") {
    throw new TypeError(`Cannot enlarge a ${architecture.type} network, expected a maxout network`);
  }
  const units = profile === "smoke" ? 48 : 1600;
  return { ...spec, architecture: { ...architecture, units: architecture.units.map(() => units) } };
}
