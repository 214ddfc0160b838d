/**
 * What is watched while a model trains, and when that ends training: pylearn2's `MonitorBased` and
 * `MonitorBasedSaveBest` (the original maxout's early stopping, which §6 quotes), on the clean validation error or,
 * as §6 asks of adversarial training, on the adversarial one.
 */
import { COST_GRADIENT } from "../models/cost_gradient.ts";
import type { CostGradient, Parameters } from "../models/mod.ts";
import {
  choice,
  type Completed,
  defaulted,
  type Fields,
  number,
  object,
  optional,
  type Schema,
  whole,
} from "../schema/mod.ts";

/** Stops training when no epoch has been better for a while, and keeps the best one's parameters. */
export interface Stopping {
  /** Which validation error decides. */
  readonly on: "clean" | "adversarial";
  /** Epochs without a new minimum after which training ends. */
  readonly patience: number;
  /**
   * Absent: numbers of errors are compared. Else error rates as pylearn2's monitor has them, a float32 sum over batches of
   * so many images (`monitoredError()`): equal numbers of errors may differ in it, so that the later is "better".
   */
  readonly float32Batch?: number;
}

/** How the validation images are looked at after every epoch, without dropout. */
export interface MonitorOptions {
  /** Size of the fast gradient sign step for the adversarial error. */
  readonly epsilon: number;
  /** Whose sign is taken (default: that of float32, as in training and at the test). */
  readonly gradient?: CostGradient;
  /** Absent: all epochs are trained and the last parameters are kept. */
  readonly stop?: Stopping;
}

/** What the fields of a monitor must be. */
export const MONITOR_FIELDS: Fields<MonitorOptions, "gradient"> = {
  epsilon: number({ least: 0 }),
  gradient: defaulted(COST_GRADIENT, "float32"),
  stop: optional(object<Stopping>({
    on: choice("clean", "adversarial"),
    patience: whole(1),
    float32Batch: optional(whole(1)),
  })),
};

/** What a monitor must be. */
export const MONITOR: Schema<MonitorOptions, Completed<MonitorOptions, "gradient">> = object<
  MonitorOptions,
  "gradient"
>(MONITOR_FIELDS);

/** Versions of watching and of early stopping: raised when their numbers move. */
export const MONITOR_VERSIONS: Readonly<Record<"watch" | "stop", number>> = Object.freeze({
  watch: 1,
  stop: 1,
});

/** How many of the validation images were misclassified. */
export interface ValidationErrors {
  /** As they are. */
  readonly clean: number;
  /** After one fast gradient sign step. */
  readonly adversarial: number;
  /** The rate of the kind that decides, where that is what is compared. */
  readonly monitored?: number;
}

/** The epoch with the fewest errors so far, the first among equals. */
export interface Best {
  /** Counted from 1. */
  readonly epoch: number;
  /** Its errors on the validation images, of the kind that decides. */
  readonly errors: number;
  /** The rate that is compared, where it is no number of errors. */
  readonly monitored?: number;
  /** The parameters at its end. */
  readonly parameters: Parameters;
}

/**
 * The best epoch after one more.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const stop = { on: "clean", patience: 2 } as const;
 * const first = betterOf(null, 1, { clean: 5, adversarial: 9 }, stop, {});
 * const equal = betterOf(first, 2, { clean: 5, adversarial: 8 }, stop, {});
 * assertEquals(equal.epoch, 1);
 * assertEquals([mustStop(equal, 2, stop), mustStop(equal, 3, stop)], [false, true]);
 * ```
 */
export function betterOf(
  best: Best | null,
  epoch: number,
  found: ValidationErrors,
  { on }: Stopping,
  parameters: Parameters,
): Best {
  const errors = found[on];
  const { monitored } = found;
  if (best !== null && (best.monitored ?? best.errors) <= (monitored ?? errors)) return best;
  return { epoch, errors, ...(monitored === undefined ? {} : { monitored }), parameters };
}

/**
 * The share of wrong answers as pylearn2's monitor has it (`monitor.py`, November 2014, floatX = float32): of every batch
 * the mean, rounded, times the images of the batch, divided by all images, added up, each operation in float32.
 *
 * @param wrong whether each image's answer is wrong
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const wrong = (...at: number[]) => Array.from({ length: 10 }, (_, i) => at.includes(i));
 * assertEquals(monitoredError(wrong(0, 1, 2, 3, 4, 5, 6), 5), 0.699999988079071);
 * assertEquals(monitoredError(wrong(0, 1, 2, 3, 5, 6, 7), 5), 0.7000000476837158); // seven errors as well
 * ```
 */
export function monitoredError(wrong: readonly boolean[], batch: number): number {
  const f = Math.fround;
  let rate = 0;
  for (let first = 0; first < wrong.length; first += batch) {
    const own = wrong.slice(first, first + batch);
    const mean = f(own.filter(Boolean).length / own.length);
    rate = f(rate + f(f(mean * own.length) / wrong.length));
  }
  return rate;
}

/** Whether training ends after `epoch`. */
export function mustStop(best: Best, epoch: number, { patience }: Stopping): boolean {
  return epoch - best.epoch >= patience;
}
