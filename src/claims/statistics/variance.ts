/** The spread over seeds. */
import { mean } from "./mean.ts";

/** The sample variance, with n - 1 in its denominator; NaN of fewer than two values. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return squares / (values.length - 1);
}

/** Whether there are two values or more, and not all the same. */
export function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}
