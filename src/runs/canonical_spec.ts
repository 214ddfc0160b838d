/**
 * What a specification must be, and its one canonical form: validated, with sorted fields and without those that equal
 * their defaults. Specifications become canonical here and nowhere else, when an experiment plans them and when they
 * come from a file or another process.
 */
import { DATASET_KINDS, MOST_CLASSES } from "../datasets/mod.ts";
import { DataError } from "../errors.ts";
import { ARCHITECTURE } from "../models/architecture.ts";
import { PREPROCESSING } from "../preprocessing/mod.ts";
import {
  anyJson,
  canonical,
  choice,
  either,
  type Fields,
  list,
  nullable,
  object,
  optional,
  record,
  refined,
  type Schema,
  text,
  variants,
  whole,
} from "../schema/mod.ts";
import { misfit } from "../training/check_training.ts";
import { MONITOR_FIELDS } from "../training/monitor.ts";
import { RECIPE_FIELDS } from "../training/recipe.ts";
import {
  type ContinuationSpec,
  type DataSelection,
  type FitSpec,
  type InnerTraining,
  isTraining,
  type MeasureSpec,
  type MonitorSpec,
  type ParentRun,
  type ParentValue,
  type RunSpec,
  type TrainPlan,
  type TrainSpec,
} from "./spec.ts";

declare const canonicalForm: unique symbol;

/** A specification in its canonical form, which `canonicalSpec()` makes. */
export type Canonical<S extends RunSpec> = S & { readonly [canonicalForm]: true };

/** A run's specification in its canonical form. */
export type CanonicalSpec = Canonical<FitSpec> | Canonical<TrainSpec> | Canonical<MeasureSpec>;

const key = text(/^[0-9a-f]{64}$/, "a key of 64 hexadecimal digits");
const seed = whole(0);
const dataset = choice(...DATASET_KINDS);

const SELECTION = object<DataSelection>({
  split: choice("train", "test"),
  from: whole(0),
  to: whole(1, 1e8),
  classes: nullable(list(whole(0, MOST_CLASSES - 1), { most: MOST_CLASSES })),
});

/** What the fields of a recipe must be in a specification. */
export const SPEC_RECIPE_FIELDS: Fields<TrainSpec["recipe"], "l1" | "meanCost" | "sharedBeta"> = {
  ...RECIPE_FIELDS,
  epochs: either(whole(1, 1e5), object<ParentValue>({ from: key, field: choice("bestEpoch") })),
};

/** What the fields of a training run must be, but for the seed. */
export const TRAINING_FIELDS: Fields<Omit<TrainPlan, "seed">> = {
  kind: choice("train"),
  architecture: ARCHITECTURE,
  recipe: object<TrainSpec["recipe"], "l1" | "meanCost" | "sharedBeta">(SPEC_RECIPE_FIELDS),
  data: SELECTION,
  monitor: optional(object<MonitorSpec, "gradient">({ ...MONITOR_FIELDS, data: SELECTION })),
  preprocessing: optional(object<ParentRun>({ from: key })),
  continues: optional(object<ContinuationSpec>({ from: key, watched: SELECTION })),
};

const suits = ({ architecture, recipe }: InnerTraining) => misfit(architecture, recipe);

/** What speaks against a training run: its recipe for its form, or a continuation that would be stopped early as well. */
const suitsRun = (spec: TrainSpec) =>
  suits(spec) ??
    (spec.continues && spec.monitor?.stop ? "continues another and stops early, expected one of both" : null);

const { preprocessing: _, continues: __, ...INNER_FIELDS } = TRAINING_FIELDS;
const INNER = refined(object<InnerTraining>({ ...INNER_FIELDS, seed: optional(seed) }), suits);

/** Any JSON, in which trainings are as valid and canonical as those of their own runs. */
const PARAMETERS = anyJson((value) => isTraining(value) ? INNER : undefined);

/** What the fitting of a preprocessing must be. */
export const FIT_SPEC: Schema<FitSpec> = object<FitSpec>({
  kind: choice("fit"),
  preprocessing: PREPROCESSING,
  data: SELECTION,
  dataset,
  seed,
});

/** What a training run must be. */
export const TRAIN_SPEC: Schema<TrainSpec> = refined(
  object<TrainSpec>({ ...TRAINING_FIELDS, dataset, seed }),
  suitsRun,
);

/** What a measurement must be. */
export const MEASURE_SPEC: Schema<MeasureSpec> = object<MeasureSpec>({
  kind: choice("measure"),
  dataset,
  experiment: text(/^[a-z0-9_]{1,60}$/, "the name of an experiment in snake_case"),
  parents: record(/^[A-Za-z0-9_.-]{1,60}$/, key),
  parameters: PARAMETERS,
  seed,
});

/** What a run's specification must be. */
export const RUN_SPEC: Schema<RunSpec> = variants<RunSpec, "kind">("kind", {
  fit: FIT_SPEC,
  train: TRAIN_SPEC,
  measure: MEASURE_SPEC,
});

const made = new WeakSet<object>();

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/**
 * The canonical form of a specification.
 *
 * @param spec what an experiment has planned
 * @param schema what it must be (default: a run of this program)
 * @throws {DataError} when it is none: names the field, what was found and what was expected
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * const spec = { kind: "measure", dataset: "mnist", experiment: "rotation", parents: {}, parameters: null, seed: 0 } as const;
 * assertEquals(Object.keys(canonicalSpec(spec)), ["dataset", "experiment", "kind", "parameters", "parents", "seed"]);
 * assertThrows(() => canonicalSpec({ ...spec, seed: -1 }), Error, "seed is -1, expected a whole number of at least 0");
 * ```
 */
export function canonicalSpec<S extends RunSpec>(spec: S, schema: Schema<RunSpec> = RUN_SPEC): Canonical<S> {
  return parseSpec(spec, "the specification", schema) as unknown as Canonical<S>;
}

/**
 * The specification in a value from outside: an entry, a receipt, a message.
 *
 * @param where names its place in errors
 * @throws {DataError} when it is none
 */
export function parseSpec(value: unknown, where: string, schema: Schema<RunSpec> = RUN_SPEC): CanonicalSpec {
  const found = canonical(schema, value, (message) => new DataError(`Cannot use ${where}: ${message}`));
  made.add(frozen(found));
  return found as CanonicalSpec;
}

/** @throws {TypeError} for a specification that `canonicalSpec()` did not make */
export function demandCanonical(spec: CanonicalSpec): void {
  if (!made.has(spec)) {
    throw new TypeError("Cannot take the specification: expected what canonicalSpec() made");
  }
}
