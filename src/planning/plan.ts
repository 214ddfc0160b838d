/**
 * From claims to runs: which experiments the selected claims need, which fitted preprocessings, training runs and
 * measurements those need, each once, with their keys and what they wait for, in the order of the claims.
 */
import type { Claim, Profile } from "../claims/mod.ts";
import { type DatasetIdentity, type DataShape, kindOf } from "../datasets/mod.ts";
import type { Plan } from "../experiments/experiment.ts";
import { DataError, HarnessingError } from "../errors.ts";
import { type AnyExperiment, loadExperiment } from "../experiments/load.ts";
import {
  type CanonicalSpec,
  canonicalSpec,
  identify,
  type Json,
  type KeyBasis,
  type KeyContext,
  type MeasureSpec,
  type MeasuringCode,
  type RunSpec,
} from "../runs/mod.ts";
import { type Costs, fittingSeconds, measuringSeconds, trainingSeconds } from "./costs.ts";
import { labelOf } from "./label.ts";
import { measuringCode } from "./measuring_code.ts";
import { type ParentPlan, planParents } from "./plan_parents.ts";

/** A run to be done. */
export interface PlannedRun {
  readonly key: string;
  /** For people: "maxout 240 × 2". */
  readonly label: string;
  readonly seed: number;
  readonly spec: CanonicalSpec;
  /** What the key is made of besides. */
  readonly basis: KeyBasis;
  /** What it is computed on. */
  readonly dataset: DatasetIdentity;
  /** Keys of the runs that must be finished before. */
  readonly after: readonly string[];
  /** Estimated time, in seconds of one core. */
  readonly seconds: number;
}

/** Everything a command will run, and what the seeds are. */
export interface RunPlan {
  readonly runs: readonly PlannedRun[];
  readonly experiments: readonly AnyExperiment[];
  /** By experiment: why its claims cannot be graded, where fewer seeds run than the profile has. */
  readonly ungraded: Readonly<Record<string, string>>;
  /** By experiment: why it could not be planned; the others are. */
  readonly failed: Readonly<Record<string, HarnessingError>>;
}

/** A data set as plans know it. */
export interface PlannedDataset extends DatasetIdentity {
  readonly shape: DataShape;
}

/** What a plan is made from besides the experiments. */
export interface Planning {
  readonly profile: Profile;
  /**
   * The data set of an experiment; null where a store is looked at and knows no run on it.
   *
   * @throws {HarnessingError} why it cannot be had
   */
  readonly datasetOf: (experiment: string) => PlannedDataset | null;
  /** What computes. */
  readonly program: Pick<KeyContext, "engine" | "code">;
  /** Seeds that replace the profile's own, or null. */
  readonly seeds: readonly number[] | null;
  /** Measured costs, for the estimates. */
  readonly costs: Costs;
  /** Makes a specification canonical (default: `canonicalSpec()`). */
  readonly canonical?: (spec: RunSpec) => CanonicalSpec;
}

/** A specification that does not name its data set yet. */
type Planned = ParentPlan | Omit<MeasureSpec, "dataset">;

/** The runs of one experiment by its plan, parents first; none where the profile leaves it out. */
function runsOf(
  experiment: AnyExperiment,
  plan: Plan<Json>,
  { name: dataName, digests, shape }: PlannedDataset,
  planning: Planning,
): PlannedRun[] {
  const { name, title } = experiment;
  const { program, costs, canonical = canonicalSpec } = planning;
  const context = { engine: program.engine, code: program.code, data: digests };
  const planned = (
    label: string,
    given: Planned,
    after: readonly string[],
    seconds: number,
    measuring?: MeasuringCode,
  ): PlannedRun => {
    const spec: CanonicalSpec = canonical({ ...given, dataset: kindOf(dataName) });
    const dataset = { name: dataName, digests };
    return { ...identify(spec, context, measuring), label, seed: spec.seed, spec, dataset, after, seconds };
  };
  return chosenSeeds(plan.seeds, planning).flatMap((seed) => {
    const models = plan.models(seed);
    const before: PlannedRun[] = [];
    const keys = planParents({ models, fits: plan.fits?.(seed) ?? {} }, (spec, after, epochs) => {
      const seconds = spec.kind === "fit"
        ? fittingSeconds(spec, shape, costs)
        : trainingSeconds(spec, epochs, shape, costs);
      const run = planned(labelOf(spec), spec, after, seconds);
      before.push(run);
      return run.key;
    });
    const spec = {
      kind: "measure",
      experiment: name,
      parents: keys.models,
      parameters: plan.parameters,
      seed,
    } as const;
    const trained = Object.values(models);
    const seconds = measuringSeconds(name, trained, shape, costs);
    const code = measuringCode(experiment, plan.parameters, trained);
    const after = [...Object.values(keys.models), ...keys.fits]; // its images go through what was fitted
    return [...before, planned(title, spec, after, seconds, code)];
  });
}

function chosenSeeds(own: number, { seeds }: Planning): readonly number[] {
  return own === 0 ? [] : seeds ?? Array.from({ length: own }, (_, seed) => seed);
}

/** Why an experiment runs fewer seeds than its profile's, or null. */
function fewerSeeds({ seeds: own }: Plan<Json>, planning: Planning): string | null {
  const chosen = chosenSeeds(own, planning).length;
  return chosen < own ? `run with ${chosen} of the profile's ${own} seeds` : null;
}

/** Experiments, and by name why others could not be loaded. */
export interface NeededExperiments {
  readonly experiments: readonly AnyExperiment[];
  readonly failed: Readonly<Record<string, HarnessingError>>;
}

function failure(name: string, error: unknown): HarnessingError {
  return error instanceof HarnessingError
    ? error
    : new DataError(`Cannot plan the experiment ${name}: ${error}`);
}

/**
 * The experiments that claims need, in the order of the claims.
 *
 * @param load finds an experiment by its name (default: the file of that name)
 */
export async function experimentsFor(
  claims: readonly Claim[],
  load: (name: string) => Promise<AnyExperiment> = loadExperiment,
): Promise<NeededExperiments> {
  const names = new Set(
    claims.flatMap(({ kind, experiment }) => kind !== "setting" && experiment !== null ? [experiment] : []),
  );
  const experiments: AnyExperiment[] = [];
  const failed: Record<string, HarnessingError> = {};
  for (const name of names) {
    try {
      experiments.push(await load(name));
    } catch (error) {
      failed[name] = failure(name, error);
    }
  }
  return { experiments, failed };
}

/**
 * Plans the runs: the experiments one after another, each on its data set. An experiment that cannot be loaded or
 * planned, or whose data set cannot be had, costs its own claims and no other.
 */
export function planRuns(needed: NeededExperiments, planning: Planning): RunPlan {
  const experiments: AnyExperiment[] = [];
  const runs = new Map<string, PlannedRun>();
  const ungraded: Record<string, string> = {};
  const failed: Record<string, HarnessingError> = { ...needed.failed };
  for (const experiment of needed.experiments) {
    const { name } = experiment;
    try {
      const dataset = planning.datasetOf(name);
      if (dataset === null) {
        ungraded[name] = "no run on its data set is in the store";
        continue;
      }
      const plan: Plan<Json> = experiment.plan(planning.profile, dataset.shape);
      for (const run of runsOf(experiment, plan, dataset, planning)) runs.set(run.key, run);
      const reason = fewerSeeds(plan, planning);
      if (reason !== null) ungraded[name] = reason;
      experiments.push(experiment);
    } catch (error) {
      failed[name] = failure(name, error);
    }
  }
  return { runs: [...runs.values()], experiments, ungraded, failed };
}
