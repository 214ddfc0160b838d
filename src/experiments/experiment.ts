/**
 * What an experiment is: the models it needs, as training specifications per seed, and one function that measures
 * them. The metrics feed the claims that name the experiment in `data/claims.csv`; the tables feed the figures.
 * Adding an experiment is a file like its neighbours, with the name that the claims' rows give it (`load.ts`).
 */
import type { Profile } from "../claims/mod.ts";
import type { Dataset } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import type { Model } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { Json, TrainMetrics, TrainSpec } from "../runs/mod.ts";
import type { MeasuredTables } from "../tables/mod.ts";
import type { SanityCheck } from "./measures/sanity.ts";

/** What planning knows of the data set. */
export interface DataShape {
  /** Pixels of an image. */
  readonly inputs: number;
  /** Rows and columns of pixels; `inputs` is their product. */
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
}

/** What an experiment does in a profile. */
export interface Plan<P> {
  /** How many seeds, numbered from 0, the profile runs; 0: the profile leaves the experiment out. */
  readonly seeds: number;
  /**
   * The training runs of one seed, by the role they play in the measurement. One may take the number of its epochs
   * from another: `epochs: { from: role, field: "bestEpoch" }`.
   */
  readonly models: (seed: number) => Readonly<Record<string, TrainSpec>>;
  /** What `measure` takes besides models and data; part of the measurement's key. */
  readonly parameters: P;
}

/** A measured number. */
export interface Metric {
  /** In the unit of the claims that use it. */
  readonly value: number;
  /** Images behind a share. */
  readonly trials?: number;
  /** For orderings: images that the favoured side alone gets right, and those that the other alone does. */
  readonly discordant?: readonly [number, number];
}

/** Rows for figures, without the seed, and what was checked of the attacks. */
export type Tables = MeasuredTables & { readonly sanity?: readonly SanityCheck[] };

/** What one seed gave. */
export interface Measurement {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly tables: Tables;
}

/** A training run that is finished. */
export interface FinishedTraining {
  readonly spec: TrainSpec;
  /** Costs by epoch, and validation errors by epoch where they were watched. */
  readonly metrics: TrainMetrics;
}

/** What a measuring function works with. */
export interface Setting<P> {
  /** For models that the measurement makes itself. */
  readonly engine: Engine;
  readonly models: Readonly<Record<string, Model>>;
  /** How each of the models was trained, by role. */
  readonly trainings: Readonly<Record<string, FinishedTraining>>;
  readonly dataset: Dataset;
  readonly parameters: P;
  readonly seed: number;
  /** Streams of the measurement's own, apart from those of training. */
  readonly rng: Rng;
}

/** An experiment. */
export interface Experiment<P = Json> {
  /** As in the column `experiment` of `data/claims.csv`. */
  readonly name: string;
  /** For people: "FGSM on softmax regression (§4)". */
  readonly title: string;
  plan(profile: Profile, data: DataShape): Plan<P>;
  measure(setting: Setting<P>): Measurement;
}
