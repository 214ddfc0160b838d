/** The totals that the kernel `score` keeps. */

/** Sums over rows. */
export interface Totals {
  readonly count: number;
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
