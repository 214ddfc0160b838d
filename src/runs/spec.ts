/**
 * Run specifications: everything that decides the bits of a result, as plain JSON. A `fit` run fits a preprocessing to
 * images; a `train` run makes parameters; a `measure` run reads those of its parents and makes numbers.
 * `canonical_spec.ts` says what is valid.
 */
import type { DatasetKind } from "../datasets/mod.ts";
import type { Architecture } from "../models/mod.ts";
import type { Preprocessing } from "../preprocessing/mod.ts";
import type { MonitorOptions, Recipe } from "../training/mod.ts";

/** Which part of the data set, by position in the file and by class; labels become positions in `classes`. */
export interface DataSelection {
  readonly split: "train" | "test";
  readonly from: number;
  readonly to: number;
  /** null: all classes, labels as they are. */
  readonly classes: readonly number[] | null;
}

/** What another run finds: the key contains this reference, not what is found. */
export interface ParentRun {
  /** That run's key; in an experiment's plan its role. */
  readonly from: string;
}

/** A value that another training run finds. */
export interface ParentValue extends ParentRun {
  readonly field: "bestEpoch";
}

/** What is watched after every epoch; with `stop`, `recipe.epochs` is the most that are trained. */
export interface MonitorSpec extends MonitorOptions {
  /** The validation images. */
  readonly data: DataSelection;
}

/** A training that goes on from another's best epoch until its watched images cost what that one's images did then. */
export interface ContinuationSpec extends ParentRun {
  /** The images whose cost is to come down. */
  readonly watched: DataSelection;
}

/** A fitting of a preprocessing as an experiment plans it; which data set it is on, the experiment does not choose. */
export interface FitPlan {
  readonly kind: "fit";
  readonly preprocessing: Preprocessing;
  /** What it is fitted to. */
  readonly data: DataSelection;
  /** Names the streams of randomness; a kind that draws nothing makes the same of every seed. */
  readonly seed: number;
}

/** A fitting of a preprocessing. */
export interface FitSpec extends FitPlan {
  /** The data set that it is on; the digests of its files are in the key too. */
  readonly dataset: DatasetKind;
}

/**
 * A training as an experiment plans it, for so many epochs or for as many as were best in another run (§6, retraining).
 * Which data set it is on, the experiment does not choose.
 */
export interface TrainPlan<Epochs extends number | ParentValue = number | ParentValue> {
  readonly kind: "train";
  readonly architecture: Architecture;
  readonly recipe: Omit<Recipe, "epochs"> & { readonly epochs: Epochs };
  readonly data: DataSelection;
  readonly monitor?: MonitorSpec;
  /** The training that it goes on from; `recipe.epochs` is the most then. Absent: it begins as the recipe says. */
  readonly continues?: ContinuationSpec;
  /**
   * The `fit` run whose preprocessing all images go through, also those that are watched and tested on: every ε is in the
   * unit of the preprocessed pixels then. Absent: pixels are in [0, 1].
   */
  readonly preprocessing?: ParentRun;
  /** Names the streams of randomness: initial weights, order of examples, masks. */
  readonly seed: number;
}

/** A training run. */
export interface TrainSpec<Epochs extends number | ParentValue = number | ParentValue>
  extends TrainPlan<Epochs> {
  /** The data set that it is on; the digests of its files are in the key too. */
  readonly dataset: DatasetKind;
}

/** A measurement on trained models. */
export interface MeasureSpec {
  readonly kind: "measure";
  /** The data set that it is on. */
  readonly dataset: DatasetKind;
  /** The experiment whose measuring function runs. */
  readonly experiment: string;
  /** Keys of the training runs, by the role that the experiment gives them. */
  readonly parents: Readonly<Record<string, string>>;
  /** What the measuring function takes: ε, numbers of images, …; a training in it has the form of a `TrainPlan`. */
  readonly parameters: unknown;
  readonly seed: number;
}

export type RunSpec = FitSpec | TrainSpec | MeasureSpec;

/** The keys of the runs that a run needs. */
export function parentsOf(spec: RunSpec): readonly string[] {
  switch (spec.kind) {
    case "fit":
      return [];
    case "train": {
      const { recipe: { epochs }, preprocessing, continues } = spec;
      return [
        ...(typeof epochs === "number" ? [] : [epochs.from]),
        ...(continues === undefined ? [] : [continues.from]),
        ...(preprocessing === undefined ? [] : [preprocessing.from]),
      ];
    }
    case "measure":
      return Object.values(spec.parents);
  }
}

/**
 * A training that a measurement does itself: its seed is the measurement's unless it has one of its own, and it has no
 * preprocessing and continues nothing, since only runs have parents.
 */
export type InnerTraining = Omit<TrainPlan, "seed" | "preprocessing" | "continues"> & {
  readonly seed?: number;
};

/** Whether a value among the parameters of a measurement is a training. */
export function isTraining(value: unknown): value is InnerTraining {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "train";
}

/** The trainings that a measurement does itself: those among its parameters, wherever they stand. */
export function innerTrainings(parameters: unknown): readonly InnerTraining[] {
  if (isTraining(parameters)) return [parameters];
  if (typeof parameters !== "object" || parameters === null) return [];
  return Object.values(parameters).flatMap(innerTrainings);
}
