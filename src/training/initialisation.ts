/** Where training begins, as plain data and as parameters. */
import type { LabelledImages, Pixels } from "../datasets/mod.ts";
import { type Architecture, initialise, initialiseRbf, type Parameters } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { choice, list, number, object, type Schema, variants } from "../schema/mod.ts";

/** Random weights, as in pylearn2's maxout recipe. */
export interface UniformInitialisation {
  /** Weights are random. */
  readonly type: "uniform";
  /** They are uniform on (-range, range); biases are 0. */
  readonly range: number;
}

/** Centres of radial basis functions from the training images (`initialiseRbf()`). */
export interface ClassMeans {
  /** Centres of the output layer are the means of the classes. */
  readonly type: "class-means";
  /** The initial β of each layer, at least 0. */
  readonly beta: readonly number[];
}

/** Where training begins. */
export type Initialisation = UniformInitialisation | ClassMeans;

const notNegative = number({ least: 0 });

/** What an initialisation must be. */
export const INITIALISATION: Schema<Initialisation> = variants<Initialisation, "type">("type", {
  "uniform": object<UniformInitialisation>({ type: choice("uniform"), range: notNegative }),
  "class-means": object<ClassMeans>({
    type: choice("class-means"),
    beta: list(notNegative, { least: 1, most: 17 }),
  }),
});

/** Versions of the initialisations: raised when their numbers move. */
export const INITIALISATION_VERSIONS: Readonly<Record<Initialisation["type"], number>> = Object.freeze({
  "uniform": 1,
  "class-means": 1,
});

/**
 * The parameters with which training on `images` begins.
 *
 * @throws {RangeError} when the initialisation is not one for the architecture
 */
export function initialParameters(
  architecture: Architecture,
  initial: Initialisation,
  images: LabelledImages<Pixels>,
  rng: Rng,
): Parameters {
  if (initial.type === "uniform") return initialise(architecture, initial.range, rng);
  if (architecture.type === "rbf") return initialiseRbf(architecture, images, initial.beta, rng);
  throw new RangeError(`Cannot train: ${architecture.type} has no class means to begin with`);
}
