/** Evaluation over a set of images in batches, clean or perturbed. Nothing depends on the size of the batches. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../datasets/mod.ts";
import { type Answers, answersOf, type Model, type Totals, totalsOf } from "../models/mod.ts";
import { sliceBatch } from "../training/mod.ts";
import type { Metric } from "./experiment.ts";

/** Images per batch. */
const BATCH = 1000;

/** Makes the perturbed batch; `first` is the number of the batch's first image. */
export type Perturbation = (model: Model, x: tf.Tensor2D, labels: Uint8Array, first: number) => tf.Tensor2D;

/** The images as they are. */
export const unperturbed: Perturbation = (_model, x) => x;

function concatenated(parts: readonly Answers[], count: number): Answers {
  const predictions = new Uint8Array(count);
  const confidences = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    predictions.set(part.predictions, at);
    confidences.set(part.confidences, at);
    at += part.predictions.length;
  }
  return { predictions, confidences };
}

/** The model's answers for several perturbations of the images, one list of answers for each perturbation. */
export function answersUnder(
  model: Model,
  images: LabelledImages,
  perturbations: (model: Model, x: tf.Tensor2D, labels: Uint8Array, first: number) => Iterable<tf.Tensor2D>,
): Answers[] {
  const parts: Answers[][] = [];
  for (let first = 0; first < images.count; first += BATCH) {
    tf.tidy(() => {
      const { x, labels } = sliceBatch(images, first, Math.min(first + BATCH, images.count));
      let i = 0;
      for (const perturbed of perturbations(model, x, labels, first)) {
        (parts[i++] ??= []).push(answersOf(model, perturbed));
        if (perturbed !== x) perturbed.dispose();
      }
    });
  }
  return parts.map((part) => concatenated(part, images.count));
}

/** Errors and confidences over the images, perturbed. */
export function evaluate(model: Model, images: LabelledImages, perturb: Perturbation = unperturbed): Totals {
  const [answers] = answersUnder(model, images, (...batch) => [perturb(...batch)]);
  return totalsOf(answers!, images.labels);
}

/** The share of misclassified images, in per cent. */
export function errorOf({ errors, images }: Totals): Metric {
  return { value: 100 * errors / images, trials: images };
}

/** The mean confidence over all images, in per cent. */
export function confidenceOf({ confidence, images }: Totals): Metric {
  return { value: 100 * confidence / images };
}

/** The mean confidence over the misclassified images, in per cent; null when there is none. */
export function confidenceMisclassifiedOf({ confidenceMisclassified, errors }: Totals): Metric | null {
  return errors === 0 ? null : { value: 100 * confidenceMisclassified / errors };
}

/** The metrics that are there. */
export function present(metrics: Readonly<Record<string, Metric | null>>): Record<string, Metric> {
  return Object.fromEntries(Object.entries(metrics).filter(([, m]) => m !== null)) as Record<string, Metric>;
}
