/** How a model is trained, as plain data: every choice that changes a number is here. */
import {
  type Completed,
  defaulted,
  type Fields,
  flag,
  number,
  object,
  optional,
  type Schema,
  whole,
} from "../schema/mod.ts";
import { INITIALISATION, type Initialisation } from "./initialisation.ts";
import { OBJECTIVE, type Objective } from "./objective.ts";
import { OPTIMISER, type Optimiser } from "./optimiser.ts";

/** Dropout of a layer's input (Srivastava et al. 2014), as pylearn2 does it: kept units are multiplied by `scale`. */
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

/** Training in shuffled minibatches. `check_training.ts` says which of this an architecture can have. */
export interface Recipe {
  /** What is minimised. */
  readonly objective: Objective;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images of a minibatch. */
  readonly batch: number;
  /** Where training begins. */
  readonly initial: Initialisation;
  /** How the parameters follow their gradient. */
  readonly optimiser: Optimiser;
  /** Largest L2 norm of a column of any weight matrix (the incoming weights of a piece or class); absent: no limit. */
  readonly maxNorm?: number;
  /** Absent: none. */
  readonly dropout?: Dropout;
  /** Coefficient of the sum of absolute weights of the first layer, as pylearn2's L1WeightDecay (default 0). */
  readonly l1?: number;
  /** Radial basis functions: whether all pixels of a unit have the same β (default: each its own). */
  readonly sharedBeta?: boolean;
}

/** A recipe with one of these optimisers. */
export type RecipeWith<O extends Optimiser> = Recipe & { readonly optimiser: O };

const rate = object<DropoutRate>({ keep: number({ above: 0, most: 1 }), scale: number({ above: 0 }) });

/** What the fields of a recipe must be, but for the number of epochs. */
export const RECIPE_FIELDS: Fields<Omit<Recipe, "epochs">, "l1" | "sharedBeta"> = {
  objective: OBJECTIVE,
  batch: whole(1),
  initial: INITIALISATION,
  optimiser: OPTIMISER,
  maxNorm: optional(number({ above: 0 })),
  dropout: optional(object<Dropout>({ input: rate, hidden: rate })),
  l1: defaulted(number({ least: 0 }), 0),
  sharedBeta: defaulted(flag, false),
};

/** What a recipe must be. */
export const RECIPE: Schema<Recipe, Completed<Recipe, "l1" | "sharedBeta">> = object<
  Recipe,
  "l1" | "sharedBeta"
>({ ...RECIPE_FIELDS, epochs: whole(0) });

/** The version of dropout: raised when its numbers move. */
export const DROPOUT_VERSION = 1;
