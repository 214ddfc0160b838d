/**
 * Run specifications: everything that decides the bits of a result, as plain JSON. A `train` run makes parameters;
 * a `measure` run reads those of its parents and makes numbers.
 */
import type { Digests } from "../datasets/mod.ts";
import type { Architecture } from "../models/mod.ts";
import type { MonitorOptions, RbfRecipe, Recipe } from "../training/mod.ts";
import { canonicalJson, type Json } from "./canonical_json.ts";
import { sha256 } from "../files/sha256.ts";

/** Which part of the data set, by position in the file and by class; labels become positions in `classes`. */
export interface DataSelection {
  readonly split: "train" | "test";
  readonly from: number;
  readonly to: number;
  /** null: all classes, labels as they are. */
  readonly classes: readonly number[] | null;
}

/** A value that another training run finds: the key contains this reference, not the value. */
export interface ParentValue {
  /** That run's key; in an experiment's plan its role. */
  readonly from: string;
  readonly field: "bestEpoch";
}

/** What is watched after every epoch; with `stop`, `recipe.epochs` is the most that are trained. */
export interface MonitorSpec extends MonitorOptions {
  /** The validation images. */
  readonly data: DataSelection;
}

/** A recipe whose number of epochs is of another type. */
type WithEpochs<R, Epochs> = R extends unknown ? Omit<R, "epochs"> & { readonly epochs: Epochs } : never;

/** A training run, for so many epochs or for as many as were best in another run (§6, retraining). */
export interface TrainSpec<Epochs extends number | ParentValue = number | ParentValue> {
  readonly kind: "train";
  readonly architecture: Architecture;
  readonly recipe: WithEpochs<Recipe | RbfRecipe, Epochs>;
  readonly data: DataSelection;
  readonly monitor?: MonitorSpec;
  /** Names the streams of randomness: initial weights, order of examples, masks. */
  readonly seed: number;
}

/** A measurement on trained models. */
export interface MeasureSpec {
  readonly kind: "measure";
  /** The experiment whose measuring function runs. */
  readonly experiment: string;
  /** Keys of the training runs, by the role that the experiment gives them. */
  readonly parents: Readonly<Record<string, string>>;
  /** What the measuring function takes: ε, numbers of images, … */
  readonly parameters: Json;
  readonly seed: number;
}

export type RunSpec = TrainSpec | MeasureSpec;

/** The keys of the runs that a run needs. */
export function parentsOf(spec: RunSpec): readonly string[] {
  if (spec.kind === "measure") return Object.values(spec.parents);
  const { epochs } = spec.recipe;
  return typeof epochs === "number" ? [] : [epochs.from];
}

/**
 * Versions of the components whose change may move a number. Raised by hand; a golden test fails when a number
 * moved and its version did not. Commit and Deno version are recorded with a run but do not key it.
 */
export const NUMERICS = Object.freeze({
  backend: 2,
  random: 1,
  models: 2,
  attacks: 2,
  training: 2,
  experiments: 9,
});

/** The components that a kind of run goes through: a new measurement never trains again. */
const COMPONENTS = {
  train: ["backend", "random", "models", "training"],
  measure: ["backend", "random", "models", "attacks", "experiments"],
} as const satisfies Record<RunSpec["kind"], readonly (keyof typeof NUMERICS)[]>;

/** What a run's bits depend on besides its specification. */
export interface KeyContext {
  /** Of the data set that the run is about. */
  readonly data: Digests;
  readonly engine: { readonly class: string; readonly wasm: string };
}

/** The versions that are part of the key of such a run. */
export function numericsOf(kind: RunSpec["kind"]): Readonly<Record<string, number>> {
  return Object.fromEntries(COMPONENTS[kind].map((name) => [name, NUMERICS[name]]));
}

/** The key of a run: SHA-256 of the canonical JSON of specification, data, engine and `numericsOf(kind)`. */
export function keyOf(spec: RunSpec, { data, engine }: KeyContext): string {
  return sha256(canonicalJson({ spec, data, engine, numerics: numericsOf(spec.kind) }));
}
