/** The schedules of learning rate and momentum, as pylearn2's callbacks compute them. */
import type { Recipe } from "./recipe.ts";

/**
 * The learning rate of update 0, 1, 2, …: the initial one divided by `decay` after every update, never below the
 * minimum. A running product, because ECMAScript does not specify `Math.pow` to the bit.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const rates = learningRates({ initial: 1, decay: 2, minimum: 0.3 });
 * assertEquals([rates.next().value, rates.next().value, rates.next().value], [1, 0.5, 0.3]);
 * ```
 */
export function* learningRates(
  { initial, decay, minimum }: Recipe["learningRate"],
): Generator<number, never> {
  for (let divisor = 1;; divisor *= decay) yield Math.max(initial / divisor, minimum);
}

/** The momentum of an epoch, counted from 1. */
export function momentumAt(epoch: number, { initial, final, saturates }: Recipe["momentum"]): number {
  if (epoch >= saturates) return final;
  return initial + (final - initial) * (epoch - 1) / (saturates - 1);
}
