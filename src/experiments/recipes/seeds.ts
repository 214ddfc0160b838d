/**
 * How many seeds, numbered from 0, an experiment runs in a profile. What trains longest decides: an experiment takes
 * the row of its costliest model.
 */
import type { Profile } from "../../claims/mod.ts";

/** Seeds by what is trained; 0: the profile leaves such experiments out. */
export const SEEDS = Object.freeze({
  /** Linear models, RBF networks and what needs no training. */
  linear: { smoke: 2, quick: 5, standard: 5, full: 5 },
  /** Naive maxout networks; twelve are also the ensemble of §9. */
  naive: { smoke: 2, quick: 3, standard: 12, full: 12 },
  /** Adversarial training and its controls; five is the paper's number (§6). */
  adversarial: { smoke: 2, quick: 3, standard: 3, full: 5 },
  /** What holds adversarial training against a naive network of equal length, which quick does not train. */
  equalLength: { smoke: 2, quick: 0, standard: 3, full: 5 },
  /** Variants that are only compared with each other, at equal and shorter length. */
  variant: { smoke: 2, quick: 0, standard: 3, full: 5 },
  /** Adversarial training that is watched on validation images; standard wants its curves alone. */
  watched: { smoke: 1, quick: 0, standard: 1, full: 5 },
  /** Early stopping and retraining, in core-days; five is the paper's number (§6). */
  retrained: { smoke: 1, quick: 0, standard: 0, full: 5 },
}) satisfies Readonly<Record<string, Readonly<Record<Profile, number>>>>;
