/** §8: how often two models give what fools them the same wrong class. */
import type { Metric } from "../experiment.ts";

/** Images that fool `one`, those that fool both, and those of which both name the same wrong class. */
export interface Agreement {
  readonly fooled: number;
  readonly bothErr: number;
  readonly same: number;
}

/** How far `other`'s predictions agree with the wrong ones of `one`. */
export function agreementOf(one: Uint8Array, other: Uint8Array, labels: Uint8Array): Agreement {
  let fooled = 0;
  let bothErr = 0;
  let same = 0;
  one.forEach((predicted, i) => {
    if (predicted === labels[i]) return;
    fooled++;
    if (other[i] !== labels[i]) bothErr++;
    if (other[i] === predicted) same++;
  });
  return { fooled, bothErr, same };
}

/**
 * How far the share of `same` in `bothErr` is above that of a model which guesses among the wrong classes, in points;
 * null when there are none.
 *
 * @param classes how many classes there are, with the right one
 */
export function beyondChance({ same, bothErr }: Agreement, classes: number): Metric | null {
  return bothErr === 0 ? null : { value: 100 * (same / bothErr - 1 / (classes - 1)) };
}

/** The share of `same` in `trials`, in per cent; null when there are none. */
export function shareOf(same: number, trials: number): Metric | null {
  return trials === 0 ? null : { value: 100 * same / trials, trials };
}
