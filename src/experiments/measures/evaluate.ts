/** Evaluation over a set of images in batches, clean or perturbed. Nothing depends on the size of the batches. */
import { type LabelledImages, subset } from "../../datasets/mod.ts";
import { type Answers, type Model, type Pixels, type Totals, totalsOf } from "../../models/mod.ts";
import type { Metric } from "../experiment.ts";

/** Images per batch. */
const BATCH = 2000;

/** Makes the perturbed batch; `first` is the number of the batch's first image. */
export type Perturbation = (model: Model, x: Pixels, labels: Uint8Array, first: number) => Pixels;

/** Makes several perturbed batches from one, such as one for each ε. */
export type Perturbations = (...batch: Parameters<Perturbation>) => Iterable<Pixels>;

/** The answers to a set of images. */
export type Seen = Pick<Answers, "predictions" | "confidences">;

function concatenated(parts: readonly Seen[], count: number): Seen {
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

/** The answers under several perturbations, in the order of the images. */
export function answersUnder(model: Model, images: LabelledImages<Pixels>, perturb: Perturbations): Seen[] {
  const parts: Seen[][] = [];
  for (let first = 0; first < images.count; first += BATCH) {
    const { pixels, labels } = subset(images, first, Math.min(first + BATCH, images.count));
    let i = 0;
    for (const x of perturb(model, pixels, labels, first)) (parts[i++] ??= []).push(model.answers(x));
  }
  return parts.map((part) => concatenated(part, images.count));
}

/** Totals over the images under several perturbations. */
export function evaluateUnder(
  model: Model,
  images: LabelledImages<Pixels>,
  perturb: Perturbations,
): Totals[] {
  return answersUnder(model, images, perturb).map((seen) => totalsOf(seen, images.labels));
}

/** Totals over the images, perturbed or as they are. */
export function evaluate(
  model: Model,
  images: LabelledImages<Pixels>,
  perturb: Perturbation = (_model, x) => x,
): Totals {
  return evaluateUnder(model, images, (...batch) => [perturb(...batch)])[0]!;
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

/** Error of `worse` minus error of `better` on the same images, in points. */
export function difference(worse: Totals, better: Totals): Metric {
  let betterAlone = 0;
  let worseAlone = 0;
  worse.wrong.forEach((wrong, i) => {
    if (wrong && !better.wrong[i]) betterAlone++;
    if (!wrong && better.wrong[i]) worseAlone++;
  });
  return { value: errorOf(worse).value - errorOf(better).value, discordant: [betterAlone, worseAlone] };
}

/** The metrics that are there. */
export function present(metrics: Readonly<Record<string, Metric | null>>): Record<string, Metric> {
  return Object.fromEntries(Object.entries(metrics).filter(([, m]) => m !== null)) as Record<string, Metric>;
}
