/** Batches: rows of a data set and their labels, picked by an index. */
import type { Resolved } from "./resolved.ts";

/** x[r] = data[index[offset + r]] / 255. */
export function gatherBytes(o: Resolved<"gatherBytes">): void {
  for (let r = 0; r < o.rows; r++) {
    const row = o.index[o.offset + r]! * o.columns;
    for (let c = 0; c < o.columns; c++) o.output[r * o.pitch + c] = o.data[row + c]! / 255;
  }
}

/** x[r] = data[index[offset + r]]. */
export function gatherFloats(o: Resolved<"gatherFloats">): void {
  for (let r = 0; r < o.rows; r++) {
    const row = o.index[o.offset + r]! * o.columns;
    for (let c = 0; c < o.columns; c++) o.output[r * o.pitch + c] = o.data[row + c]!;
  }
}

/** y[r] = labels[index[offset + r]]. */
export function gatherLabels(o: Resolved<"gatherLabels">): void {
  for (let r = 0; r < o.rows; r++) o.output[r] = o.labels[o.index[o.offset + r]!]!;
}

/** y[r] = -1: no class. */
export function unlabel(o: Resolved<"unlabel">): void {
  for (let r = 0; r < o.rows; r++) o.output[r] = -1;
}
