/**
 * How a model answers under FGSM, beyond its error (§4): which class it takes each digit for, and how sure it is,
 * clean and attacked. Counts of images for the report's figures; no claim takes them.
 */
import { fgsm } from "../../attacks/mod.ts";
import type { LabelledImages, Pixels } from "../../datasets/mod.ts";
import type { Model } from "../../models/mod.ts";
import { answersUnder, type Seen } from "./evaluate.ts";
import { type MeasuredRow, type MeasuredTables, ofFirstSeed } from "../../tables/mod.ts";

/** Bins of confidence, each a twentieth wide. */
const BINS = 20;

/** Images by the probability of their answer; a bin holds its lower end, the last one both ends. */
function histogram(
  model: string,
  condition: string,
  { confidences }: Seen,
): readonly MeasuredRow<"confidence_histogram">[] {
  const counts = new Array<number>(BINS).fill(0);
  confidences.forEach((confidence) => counts[Math.min(BINS - 1, Math.floor(BINS * confidence))]!++);
  return counts.map((images, k) => ({ model, condition, from: k / BINS, to: (k + 1) / BINS, images }));
}

/** Images by true class and answer, for each two of the model's classes. */
function confusion(
  model: string,
  classes: number,
  epsilon: number,
  { predictions }: Seen,
  images: LabelledImages<Pixels>,
): readonly MeasuredRow<"confusion">[] {
  const counts = new Array<number>(classes * classes).fill(0);
  predictions.forEach((predicted, i) => counts[images.labels[i]! * classes + predicted]!++);
  return counts.map((count, k) => ({
    model,
    epsilon,
    label: Math.floor(k / classes),
    predicted: k % classes,
    images: count,
  }));
}

/** Rows of `confidence_histogram` for every seed, and of `confusion` for the first. */
export function answerTables(
  name: string,
  model: Model,
  images: LabelledImages<Pixels>,
  epsilon: number,
  seed: number,
): Pick<MeasuredTables, "confidence_histogram" | "confusion"> {
  const [clean, attacked] = answersUnder(model, images, function* (m, x, labels) {
    yield x;
    yield fgsm(m, x, labels, epsilon, "float32");
  });
  return {
    confidence_histogram: [...histogram(name, "clean", clean!), ...histogram(name, "fgsm", attacked!)],
    ...ofFirstSeed(seed, () => ({ confusion: confusion(name, model.classes, epsilon, attacked!, images) })),
  };
}
