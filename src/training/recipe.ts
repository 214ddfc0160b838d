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
import { DROPOUT, type Dropout } from "../models/dropout.ts";
import { INITIALISATION, type Initialisation } from "./initialisation.ts";
import { OBJECTIVE, type Objective } from "./objective.ts";
import { OPTIMISER, type Optimiser } from "./optimiser.ts";

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
  /**
   * Outputs that are judged one by one, sigmoid or radial basis functions: whether the cost of an image is the mean over
   * them, as of pylearn2's `Sigmoid` layer (default: their sum).
   */
  readonly meanCost?: boolean;
  /** Radial basis functions: whether all pixels of a unit have the same β (default: each its own). */
  readonly sharedBeta?: boolean;
}

/** A recipe with one of these optimisers. */
export type RecipeWith<O extends Optimiser> = Recipe & { readonly optimiser: O };

/** What the fields of a recipe must be, but for the number of epochs. */
export const RECIPE_FIELDS: Fields<Omit<Recipe, "epochs">, "l1" | "meanCost" | "sharedBeta"> = {
  objective: OBJECTIVE,
  batch: whole(1),
  initial: INITIALISATION,
  optimiser: OPTIMISER,
  maxNorm: optional(number({ above: 0 })),
  dropout: optional(DROPOUT),
  l1: defaulted(number({ least: 0 }), 0),
  meanCost: defaulted(flag, false),
  sharedBeta: defaulted(flag, false),
};

/** What a recipe must be. */
export const RECIPE: Schema<Recipe, Completed<Recipe, "l1" | "meanCost" | "sharedBeta">> = object<
  Recipe,
  "l1" | "meanCost" | "sharedBeta"
>({ ...RECIPE_FIELDS, epochs: whole(0) });
