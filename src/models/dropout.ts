/** Dropout (Srivastava et al. 2014) with pylearn2's semantics: a mask multiplies the input of each layer. */
import type { DropoutMask } from "../backend/networks/training_options.ts";
import { placed } from "../backend/networks/shape.ts";
import type { Rng } from "../random/mod.ts";
import { number, object, type Schema } from "../schema/mod.ts";
import { type Architecture, networkOf } from "./architecture.ts";

/** Dropout of a layer's input: kept units are multiplied by `scale`. */
export interface DropoutRate {
  /** Probability with which a unit is kept, above 0, to 1. */
  readonly keep: number;
  /** What a kept unit is multiplied by. */
  readonly scale: number;
}

/** Dropout by where it happens. */
export interface Dropout {
  /** Of the images. */
  readonly input: DropoutRate;
  /** Of the inputs of all later layers. */
  readonly hidden: DropoutRate;
}

const rate = object<DropoutRate>({ keep: number({ above: 0, most: 1 }), scale: number({ above: 0 }) });

/** What dropout must be. */
export const DROPOUT: Schema<Dropout> = object<Dropout>({ input: rate, hidden: rate });

/** The version of dropout: raised when its numbers move. */
export const DROPOUT_VERSION = 1;

/**
 * The masks of each layer's input; every layer has a stream of its own, by its name.
 *
 * @throws {RangeError} for radial basis functions, which have no dropout
 */
export function dropoutMasks(
  { input, hidden }: Dropout,
  architecture: Architecture,
  rng: Rng,
): readonly DropoutMask[] {
  if (architecture.type === "rbf") {
    throw new RangeError("Cannot draw dropout masks: a network of radial basis functions has none");
  }
  return placed(networkOf(architecture)).map(({ place: { name } }, i) => ({
    ...(i === 0 ? input : hidden),
    key: rng.fork(name).key,
  }));
}
