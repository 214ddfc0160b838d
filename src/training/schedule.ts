/** The schedules of learning rate and momentum, as pylearn2's callbacks compute them. */
import { LEARNING_RATE, type LearningRate, type MomentumSchedule, type Optimiser } from "./optimiser.ts";

/**
 * The learning rate of update `first`, `first` + 1, …: the initial one divided by `decay` after every update, never
 * below the minimum. A running product, because ECMAScript does not specify `Math.pow` to the bit; training that is
 * taken up again makes the same product anew.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const rates = learningRates({ initial: 1, decay: 2, minimum: 0.3 });
 * assertEquals([rates.next().value, rates.next().value, rates.next().value], [1, 0.5, 0.3]);
 * assertEquals(learningRates({ initial: 1, decay: 2, minimum: 0.3 }, 1).next().value, 0.5);
 * ```
 */
export function* learningRates(
  rate: LearningRate,
  first = 0,
): Generator<number, never> {
  const { initial, decay, minimum } = LEARNING_RATE.complete(rate);
  let divisor = 1;
  for (let update = 0; update < first; update++) divisor *= decay;
  for (;; divisor *= decay) yield Math.max(initial / divisor, minimum);
}

/** The momentum of an epoch, counted from 1. */
export function momentumAt(epoch: number, { initial, final, saturates }: MomentumSchedule): number {
  if (epoch >= saturates) return final;
  return initial + (final - initial) * (epoch - 1) / (saturates - 1);
}

/** Learning rates by update from update `first` on, and the momentum by epoch. */
export function scheduleOf(
  optimiser: Optimiser,
  first = 0,
): { readonly rates: Generator<number, never>; readonly momentum: (epoch: number) => number } {
  if (optimiser.type !== "momentum") {
    return { rates: learningRates({ initial: optimiser.learningRate }, first), momentum: () => 0 };
  }
  const { learningRate, momentum } = optimiser;
  return { rates: learningRates(learningRate, first), momentum: (epoch) => momentumAt(epoch, momentum) };
}
