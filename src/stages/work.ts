/**
 * Estimates of a run's arithmetic, for the order of runs and the remaining time. Only proportions matter: the speed
 * is measured while running.
 */
import { parameterCount } from "../models/mod.ts";
import type { TrainSpec } from "../runs/mod.ts";

/** What an update costs beside its matrix products, in 10⁹ operations at the measured speed. */
const UPDATE_OVERHEAD = 0.03;
/** Passes over the test images that a measurement makes, roughly: forward, gradient, forward for several ε. */
const MEASUREMENT_PASSES = 20;

/** 10⁹ operations per second and thread of the present engine, for estimates before anything was measured. */
export const TYPICAL_SPEED = 100;

/** 10⁹ operations of a training run, or of measuring its model on `testImages` images. */
export function workOf({ architecture, recipe, data }: TrainSpec, testImages?: number): number {
  const parameters = parameterCount(architecture);
  if (testImages !== undefined) return MEASUREMENT_PASSES * 2e-9 * parameters * testImages;
  const images = (data.to - data.from) * (data.classes === null ? 1 : 0.2);
  const factor = { clean: 1, noise: 2.2, adversarial: 3 }[recipe.objective.type];
  return factor * recipe.epochs * (images / recipe.batch * UPDATE_OVERHEAD + 6e-9 * parameters * images);
}
