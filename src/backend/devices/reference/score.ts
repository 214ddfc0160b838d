/** Totals over rows. */
import type { Resolved } from "./resolved.ts";

/** Adds count, errors, loss, confidence and the confidence on errors to the totals, row by row in float64. */
export function score({ rows, labels, losses, confidences, predictions, totals }: Resolved<"score">): void {
  for (let r = 0; r < rows; r++) {
    totals[0]! += 1;
    totals[2]! += losses[r]!;
    totals[3]! += confidences[r]!;
    if (predictions[r] === labels[r]) continue;
    totals[1]! += 1;
    totals[4]! += confidences[r]!;
  }
}
