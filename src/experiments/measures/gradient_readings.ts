/**
 * FGSM by every reading of "the gradient of the cost used to train the neural network" (§4). Which one was the authors' is
 * not known, and on a net that is sure they differ by points.
 */
import { fgsmAttack, perturb, type StepAttack } from "../../attacks/mod.ts";
import type { LabelledImages } from "../../datasets/mod.ts";
import type { CostGradient, Dropout, Model } from "../../models/mod.ts";
import { Rng } from "../../random/mod.ts";
import type { MeasuredRow } from "../../tables/mod.ts";
import type { Metric } from "../experiment.ts";
import { confidenceMisclassifiedOf, errorOf, evaluate, present } from "./evaluate.ts";

/** A reading of the gradient. */
export interface Reading {
  /** In the report. */
  readonly name: string;
  /** The suffix of its metrics. */
  readonly metric: string;
  /** How it is rounded; "direction" has the signs of the exact one. */
  readonly gradient: CostGradient;
  /** Whether dropout is on while it is taken. */
  readonly dropout: boolean;
}

/** All readings. */
export const READINGS: readonly Reading[] = Object.freeze([
  { name: "exact", metric: "exact", gradient: "direction", dropout: false },
  { name: "rounded", metric: "float32", gradient: "float32", dropout: false },
  { name: "clipped", metric: "clipped_cost", gradient: "clipped", dropout: false },
  { name: "dropout on, exact", metric: "dropout", gradient: "direction", dropout: true },
  { name: "dropout on, rounded", metric: "dropout_float32", gradient: "float32", dropout: true },
]);

/** FGSM by one reading. Every image has a mask of its own, the same for every net, so that readings are compared on it. */
function attackBy({ gradient, dropout: on }: Reading, epsilon: number, rates: Dropout): StepAttack {
  const rng = Rng.fromSeed(0).fork("readings/dropout");
  return fgsmAttack({ epsilon, gradient, ...(on ? { dropout: { rates, rng } } : {}) });
}

/** The readings as attacks that an experiment declares. */
export function readingAttacks(epsilon: number, dropout: Dropout) {
  return READINGS.map((reading) => ({ attack: attackBy(reading, epsilon, dropout) }));
}

/** Error and confidence in mistakes by each reading: as metrics `error_exact`, … and as rows of the figure. */
export function measureReadings(
  model: Model,
  images: LabelledImages,
  epsilon: number,
  dropout: Dropout,
): { readonly metrics: Record<string, Metric>; readonly rows: readonly MeasuredRow<"gradient_readings">[] } {
  const found = READINGS.map((reading) => {
    // the whole set at once: an image's number in it chooses its mask
    const pixels = perturb(attackBy(reading, epsilon, dropout), model, images.pixels, images.labels);
    const totals = evaluate(model, { ...images, pixels });
    const [error, confidence] = [errorOf(totals), confidenceMisclassifiedOf(totals)];
    return { reading, error, confidence };
  });
  return {
    metrics: present(Object.fromEntries(
      found.flatMap(({ reading: { metric }, error, confidence }) => [
        [`error_${metric}`, error],
        [`confidence_misclassified_${metric}`, confidence],
      ]),
    )),
    rows: found.map(({ reading: { name }, error, confidence }) => ({
      ...{ reading: name, error: error.value, confidence: confidence?.value ?? null },
    })),
  };
}
