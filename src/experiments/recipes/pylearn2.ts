/**
 * What the training recipes of the paper's models have in common. The paper gives none; each is taken from the nearest
 * code of the same authors (`data/choices.csv` says which), and a profile shortens nothing but the number of epochs
 * and, for `smoke`, the number of images and units.
 */
import type { Objective } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";

/** pylearn2 trains on the first 50,000 images and keeps the last 10,000 for validation. */
export function trainingRows(data: DataShape): { split: "train"; from: number; to: number } {
  return { split: "train", from: 0, to: Math.min(data.train, 50_000) };
}

/** No perturbation. */
export const CLEAN: Objective = { alpha: 1 };

/** pylearn2's minibatch and initial weights, in every recipe of the maxout paper. */
export const PYLEARN2 = { batch: 100, initial: { type: "uniform", range: 0.005 } } as const;

/** pylearn2's limit of a column's norm, likewise; logistic regression has none. */
export const MAX_NORM = 1.9365;
