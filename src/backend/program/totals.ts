/** What `score` adds up over rows, in training and in evaluation. */

/** Sums over rows. */
export interface Totals {
  readonly count: number;
  /** Rows whose prediction is not their label: all of those that belong to no class. */
  readonly errors: number;
  readonly loss: number;
  readonly confidence: number;
  readonly confidenceOnErrors: number;
}

/** Reads the five totals that `score` adds to. */
export function readTotals(values: Float64Array): Totals {
  const [count, errors, loss, confidence, confidenceOnErrors] = values as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { count, errors, loss, confidence, confidenceOnErrors };
}
