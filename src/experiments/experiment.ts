/**
 * What an experiment is: the models it needs, as training specifications per seed, and one function that measures
 * them. The metrics feed the claims that name the experiment in `data/claims.csv`; the tables feed the figures.
 * Adding an experiment is a file like its neighbours, with the name that the claims' rows give it (`load.ts`).
 */
import type { Attack } from "../attacks/mod.ts";
import type { Profile } from "../claims/mod.ts";
import type { Dataset, DatasetSource, DataShape, LabelledImages, Pixels } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import type { Model } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { FitPlan, Json, Measurement, TrainMetrics, TrainPlan } from "../runs/mod.ts";

export type { DataShape } from "../datasets/mod.ts";
export type { Measurement, Metric } from "../runs/mod.ts";

/** What an experiment does in a profile: R are the roles of its models, P its parameters. */
export interface Plan<P, R extends string = string> {
  /** How many seeds, numbered from 0, the profile runs; 0: the profile leaves the experiment out. */
  readonly seeds: number;
  /**
   * The training runs of one seed, by the role they play in the measurement. One may take the number of its epochs
   * from another: `epochs: { from: role, field: "bestEpoch" }`; and its preprocessing from a role of `fits`:
   * `preprocessing: { from: role }`.
   */
  readonly models: (seed: number) => { readonly [role in R]: TrainPlan };
  /** The preprocessings that models of one seed go through, fitted before they are trained (default: none). */
  readonly fits?: (seed: number) => Readonly<Record<string, FitPlan>>;
  /** What `measure` takes besides models and data; part of the measurement's key. */
  readonly parameters: P;
}

/** A training run that is finished. */
export interface FinishedTraining {
  readonly spec: TrainPlan;
  /** Costs by epoch, and validation errors by epoch where they were watched. */
  readonly metrics: TrainMetrics;
}

/** What a measuring function works with. */
export interface MeasureContext<P, R extends string = string> {
  /** For models that the measurement makes itself. */
  readonly engine: Engine;
  readonly models: Readonly<Record<R, Model>>;
  /** How each of the models was trained, by role. */
  readonly trainings: Readonly<Record<R, FinishedTraining>>;
  /** The data set as it is: for models without preprocessing what they were trained and are tested on. */
  readonly dataset: Dataset;
  /**
   * The images of the data set as the model of a role sees them: through its preprocessing where it has one, else as
   * they are. Every ε and every distance is in the unit of these pixels; only without preprocessing are they in [0, 1].
   */
  images(role: R, split: "train" | "test"): LabelledImages<Pixels>;
  readonly parameters: P;
  readonly seed: number;
  /** Streams of the measurement's own, apart from those of training. */
  readonly rng: Rng;
}

/** An attack that an experiment makes, and on what it is checked. */
export interface DeclaredAttack<P, R extends string = string> {
  readonly attack: Attack;
  /** The attacked models by the names that the report shows; absent: all, by their roles. */
  models?(context: MeasureContext<P, R>): Readonly<Record<string, Model>>;
  /** The attacked images; absent: the test images as each model sees them. A targeted attack is checked from noise. */
  images?(context: MeasureContext<P, R>): LabelledImages<Pixels>;
}

/** An experiment with parameters P and models in the roles R. */
export interface Experiment<P = Json, R extends string = string> {
  /** As in the column `experiment` of `data/claims.csv`. */
  readonly name: string;
  /** For people: "FGSM on softmax regression (§4)". */
  readonly title: string;
  /** Raised when the bits of its measurements change on purpose (default 1); they get new keys then, and no others. */
  readonly version?: number;
  /** The data set that it is about in a profile; absent: the command's own, which is that of `--dataset`. */
  dataset?(profile: Profile): DatasetSource;
  /** `data` is the shape of its data set. */
  plan(profile: Profile, data: DataShape): Plan<P, R>;
  measure(context: MeasureContext<P, R>): Measurement;
  /**
   * What it attacks: whoever measures it also checks each of these attacks. Absent: it perturbs nothing along a
   * gradient. A function of the parameters, so that the kinds of attack are known before there are models.
   */
  attacks?(parameters: NoInfer<P>): readonly DeclaredAttack<NoInfer<P>, NoInfer<R>>[];
}

/**
 * The experiment as given; parameters and roles are inferred from its `plan`, so that the rest knows
 * both and a misspelt role does not compile. Write `plan` first: TypeScript infers in this order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const nothing = experiment({
 *   name: "nothing",
 *   title: "No model, and a parameter that is measured",
 *   plan: () => ({ seeds: 1, models: () => ({}), parameters: { epsilon: 0.25 } }),
 *   measure: ({ parameters }) => ({ metrics: { epsilon: { value: parameters.epsilon } }, tables: {} }),
 * });
 * assertEquals(nothing.name, "nothing");
 * ```
 */
export function experiment<P, R extends string>(definition: Experiment<P, R>): Experiment<P, R> {
  return definition;
}
