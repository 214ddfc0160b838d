/**
 * What an experiment is: the models it needs, as training specifications per seed, and one function that measures
 * them. The metrics feed the claims that name the experiment in `data/claims.csv`; the tables feed the figures.
 * Adding an experiment is a file like its neighbours, with the name that the claims' rows give it (`load.ts`).
 */
import type { Profile } from "../claims/mod.ts";
import type { Dataset, DatasetSource, DataShape } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import type { Model } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { Json, Measurement, SanityCheck, TrainMetrics, TrainSpec } from "../runs/mod.ts";

export type { DataShape } from "../datasets/mod.ts";
export type { Measurement, Metric, SanityCheck } from "../runs/mod.ts";

/** What an experiment does in a profile: R are the roles of its models, P its parameters. */
export interface Plan<P, R extends string = string> {
  /** How many seeds, numbered from 0, the profile runs; 0: the profile leaves the experiment out. */
  readonly seeds: number;
  /**
   * The training runs of one seed, by the role they play in the measurement. One may take the number of its epochs
   * from another: `epochs: { from: role, field: "bestEpoch" }`.
   */
  readonly models: (seed: number) => { readonly [role in R]: TrainSpec };
  /** What `measure` takes besides models and data; part of the measurement's key. */
  readonly parameters: P;
}

/** A training run that is finished. */
export interface FinishedTraining {
  readonly spec: TrainSpec;
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
  readonly dataset: Dataset;
  readonly parameters: P;
  readonly seed: number;
  /** Streams of the measurement's own, apart from those of training. */
  readonly rng: Rng;
}

/** An experiment with parameters P and models in the roles R. */
export interface Experiment<P = Json, R extends string = string> {
  /** As in the column `experiment` of `data/claims.csv`. */
  readonly name: string;
  /** For people: "FGSM on softmax regression (§4)". */
  readonly title: string;
  /** The data set that it is about in a profile; absent: the command's own, which is that of `--dataset`. */
  dataset?(profile: Profile): DatasetSource;
  /** `data` is the shape of its data set. */
  plan(profile: Profile, data: DataShape): Plan<P, R>;
  measure(context: MeasureContext<P, R>): Measurement;
  /**
   * Checks of its attacks that are run after `measure` and stored beside its result as `sanity.json`. Most experiments
   * put their checks into the table `sanity` instead, whose bytes are part of the committed receipts. Draws come from
   * the streams `rng.fork("sanity/…")` alone.
   */
  checks?(context: MeasureContext<P, R>): readonly SanityCheck[];
}

/**
 * The experiment as given; parameters and roles are inferred from its `plan`, so that `measure` knows both and a
 * misspelt role does not compile. Write `plan` before `measure`: TypeScript infers in this order.
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
