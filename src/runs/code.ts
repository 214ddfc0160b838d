/**
 * Which code a run's bits depend on: parts with versions that are raised by hand when a number moves, and the kernels
 * that its programs contain, by the digests of their bytes. A part that is added changes no run of before, and a part
 * that changes moves the keys of the runs that go through it and of no others.
 */
import { ATTACKS } from "../attacks/kinds.ts";
import { ARCHITECTURE_VERSIONS } from "../models/architecture.ts";
import { COST_GRADIENT_VERSIONS } from "../models/cost_gradient.ts";
import { DROPOUT_VERSION } from "../models/dropout.ts";
import { PREPROCESSING_VERSIONS } from "../preprocessing/mod.ts";
import { RANDOM_VERSION } from "../random/rng.ts";
import { CONTINUATION_VERSION } from "../training/continuation.ts";
import { INITIALISATION_VERSIONS } from "../training/initialisation.ts";
import { MONITOR, MONITOR_VERSIONS } from "../training/monitor.ts";
import { gradientOf, OBJECTIVE_VERSIONS, objectiveName } from "../training/objective.ts";
import { OPTIMISER_VERSIONS } from "../training/optimiser.ts";
import { TRAINING_VERSION } from "../training/train.ts";
import type { CostGradient } from "../models/mod.ts";
import type { CanonicalSpec } from "./canonical_spec.ts";
import { type InnerTraining, innerTrainings, type MeasureSpec, type TrainPlan } from "./spec.ts";

/** Versions by the name of the part: `{ "objective/fgsm": 1, … }`. */
export type Versions = Readonly<Record<string, number>>;

const named = (group: string, versions: Versions): Versions =>
  Object.fromEntries(Object.entries(versions).map(([name, version]) => [`${group}/${name}`, version]));

/** The parts of the code below experiments, which have versions of their own. */
export const VERSIONS: Versions = Object.freeze({
  ...named("architecture", ARCHITECTURE_VERSIONS),
  ...named("attack", ATTACKS),
  ...named("gradient", COST_GRADIENT_VERSIONS),
  ...named("initial", INITIALISATION_VERSIONS),
  ...named("monitor", MONITOR_VERSIONS),
  ...named("objective", OBJECTIVE_VERSIONS),
  ...named("optimiser", OPTIMISER_VERSIONS),
  ...named("preprocessing", PREPROCESSING_VERSIONS),
  continuation: CONTINUATION_VERSION,
  dropout: DROPOUT_VERSION,
  random: RANDOM_VERSION,
  training: TRAINING_VERSION,
});

/** The code of a program, as far as it can move a number: what keys are made from besides specifications. */
export interface CodeIdentity {
  /** Versions of all parts below experiments. */
  readonly versions: Versions;
  /** The digests of the kernels of every instruction, joined by a hyphen. */
  readonly kernels: Readonly<Record<string, string>>;
  /**
   * The instructions in the programs of a run.
   *
   * @param models what the models of a measurement are
   * @param attacks what is done to them
   */
  instructionsOf(
    spec: CanonicalSpec,
    models: readonly TrainPlan[],
    attacks: readonly AttackCode[],
  ): Iterable<string>;
}

/** What an attack is to a key: its kind, and the reading of the gradient that it follows. */
export interface AttackCode {
  readonly kind: string;
  readonly gradient: CostGradient;
  /** Whether it is the gradient under dropout. */
  readonly dropout: boolean;
}

/** What the code of a measurement is, besides its specification. */
export interface MeasuringCode {
  /** The version of its experiment. */
  readonly version: number;
  /** The attacks that the experiment declares. */
  readonly attacks: readonly AttackCode[];
  /** The trainings of its models. */
  readonly models: readonly TrainPlan[];
}

/** The code that a run goes through: part of its key. */
export interface RunCode {
  readonly parts: Versions;
  readonly kernels: Readonly<Record<string, string>>;
}

/** The parts that a training goes through; its preprocessing's is in the key of its parent. */
export function trainingParts(
  { architecture, recipe, monitor, continues }: InnerTraining & Pick<TrainPlan, "continues">,
): readonly string[] {
  const { initial, objective, optimiser, dropout } = recipe;
  const name = objectiveName(objective);
  const gradients = [
    name === "clean" ? undefined : gradientOf(objective.perturbation!),
    monitor && MONITOR.complete(monitor).gradient,
  ];
  return [
    "random",
    "training",
    `architecture/${architecture.type}`,
    `initial/${initial.type}`,
    `objective/${name}`,
    `optimiser/${optimiser.type}`,
    ...gradients.flatMap((gradient) => gradient ? [`gradient/${gradient}`] : []),
    ...(dropout ? ["dropout"] : []),
    ...(monitor ? ["monitor/watch"] : []),
    ...(monitor?.stop ? ["monitor/stop"] : []),
    ...(continues ? ["continuation"] : []),
  ];
}

function measuringParts({ parameters }: MeasureSpec, { attacks }: MeasuringCode): readonly string[] {
  return [
    ...attacks.flatMap(({ kind, gradient, dropout }) => [
      ...[`attack/${kind}`, `gradient/${gradient}`],
      ...(dropout ? ["dropout"] : []),
    ]),
    ...innerTrainings(parameters).flatMap(trainingParts),
  ];
}

/** The values of these names, sorted by name. */
function picked<T>(
  all: Readonly<Record<string, T>>,
  names: Iterable<string>,
  what: string,
): Record<string, T> {
  return Object.fromEntries(
    [...new Set(names)].sort().map((name) => {
      const value = all[name];
      if (value === undefined) {
        throw new TypeError(`Cannot make a key: ${name} is no ${what} of this program`);
      }
      return [name, value];
    }),
  );
}

/**
 * The code that a run goes through.
 *
 * @param measuring for a measurement; the others have no more than their specifications say
 */
export function codeOf(spec: CanonicalSpec, code: CodeIdentity, measuring?: MeasuringCode): RunCode {
  const { versions, kernels } = code;
  if (spec.kind !== "measure") {
    const own = spec.kind === "train" ? trainingParts(spec) : [`preprocessing/${spec.preprocessing.type}`];
    return {
      parts: picked(versions, own, "part"),
      kernels: picked(kernels, code.instructionsOf(spec, [], []), "instruction"),
    };
  }
  if (measuring === undefined) {
    throw new TypeError(`Cannot make a key of ${spec.experiment}: expected its code`);
  }
  const own = picked(versions, measuringParts(spec, measuring), "part");
  return {
    parts: { ...own, [`experiment/${spec.experiment}`]: measuring.version },
    kernels: picked(kernels, code.instructionsOf(spec, measuring.models, measuring.attacks), "instruction"),
  };
}
