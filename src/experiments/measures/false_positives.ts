/** Appendix A: a digit that a model sees in an image that belongs to no class. */
import type { Model, Pixels } from "../../models/mod.ts";
import type { Metric } from "../experiment.ts";

/** The images in which some class has more than `threshold`. */
export interface FalsePositives {
  /** How many. */
  readonly errors: number;
  /** Their share, in per cent. */
  readonly error: Metric;
  /** Their mean confidence in per cent; null where there are none. */
  readonly confidence: Metric | null;
  /** How many by class. */
  readonly counts: readonly number[];
}

/** Counts false positives of a model on images [n, inputs]; an image's confidence is its largest probability. */
export function falsePositives(
  model: Pick<Model, "answers" | "classes">,
  x: Pixels,
  threshold: number,
): FalsePositives {
  const { predictions, confidences } = model.answers(x);
  const counts = new Array<number>(model.classes).fill(0);
  let errors = 0;
  let confidence = 0;
  confidences.forEach((c, i) => {
    if (c <= threshold) return;
    errors++;
    confidence += c;
    counts[predictions[i]!]!++;
  });
  const trials = confidences.length;
  return {
    errors,
    error: { value: 100 * errors / trials, trials },
    confidence: errors === 0 ? null : { value: 100 * confidence / errors },
    counts,
  };
}
