/**
 * From claims to runs: which experiments the selected claims need, which training runs and measurements those need,
 * each once, with their keys and what they wait for, in the order of the claims.
 */
import type { Claim, Profile } from "../claims/mod.ts";
import type { DatasetIdentity, DataShape } from "../datasets/mod.ts";
import type { Plan } from "../experiments/experiment.ts";
import { DataError, HarnessingError } from "../errors.ts";
import { type AnyExperiment, loadExperiment } from "../experiments/load.ts";
import { type Json, type KeyContext, keyOf, type RunSpec, type TrainSpec } from "../runs/mod.ts";
import { type Costs, measuringSeconds, sizeOf, trainingSeconds } from "./costs.ts";

/** A run to be done. */
export interface PlannedRun {
  readonly key: string;
  /** For people: "maxout 240 × 2". */
  readonly label: string;
  readonly seed: number;
  readonly spec: RunSpec;
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

function labelOf({ architecture, recipe, monitor }: TrainSpec): string {
  const length = typeof recipe.epochs !== "number"
    ? "retrained for the best number of epochs"
    : `${monitor?.stop ? "at most " : ""}${recipe.epochs} epochs`;
  return `${sizeOf(architecture)}, ${length}`;
}

/** A run for people, with its seed: "maxout 240-240 × 5, 12 epochs, seed 0". */
export function nameOfRun(spec: RunSpec): string {
  return `${spec.kind === "train" ? labelOf(spec) : spec.experiment}, seed ${spec.seed}`;
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
  readonly engine: KeyContext["engine"];
  /** Seeds that replace the profile's own, or null. */
  readonly seeds: readonly number[] | null;
  /** Measured costs, for the estimates. */
  readonly costs: Costs;
}

/** Adds a training run, which may start after others, to the plan and returns its key. */
type AddTraining = (spec: TrainSpec, after: readonly string[], mostEpochs: number) => string;

/**
 * Plans the training runs of one seed, each after the one that it takes its number of epochs from.
 *
 * @returns keys by role, in the order of `models`
 */
export function planTrainings(
  models: Readonly<Record<string, TrainSpec>>,
  add: AddTraining,
): Record<string, string> {
  const planned = new Map<string, { key: string; epochs: number }>();
  const plan = (role: string, waiting: readonly string[]): { key: string; epochs: number } => {
    const spec = models[role];
    if (spec === undefined || waiting.includes(role)) {
      throw new RangeError(`Cannot plan ${[...waiting, role].join(" → ")}: expected a role, and no circle`);
    }
    const done = planned.get(role);
    if (done !== undefined) return done;
    const { epochs } = spec.recipe;
    let found: { key: string; epochs: number };
    if (typeof epochs === "number") found = { key: add(spec, [], epochs), epochs };
    else {
      const parent = plan(epochs.from, [...waiting, role]);
      const own = { ...spec, recipe: { ...spec.recipe, epochs: { ...epochs, from: parent.key } } };
      found = { key: add(own, [parent.key], parent.epochs), epochs: parent.epochs };
    }
    planned.set(role, found);
    return found;
  };
  return Object.fromEntries(Object.keys(models).map((role) => [role, plan(role, []).key]));
}

/** The runs of one experiment by its plan, parents first; none where the profile leaves it out. */
function runsOf(
  { name, title }: AnyExperiment,
  plan: Plan<Json>,
  { name: dataName, digests, shape }: PlannedDataset,
  planning: Planning,
): PlannedRun[] {
  const { engine, costs } = planning;
  const planned = (label: string, spec: RunSpec, after: readonly string[], seconds: number): PlannedRun => ({
    key: keyOf(spec, { data: digests, engine }),
    label,
    seed: spec.seed,
    spec,
    dataset: { name: dataName, digests },
    after,
    seconds,
  });
  return chosenSeeds(plan.seeds, planning).flatMap((seed) => {
    const models = plan.models(seed);
    const trainings: PlannedRun[] = [];
    const parents = planTrainings(models, (spec, after, epochs) => {
      const run = planned(labelOf(spec), spec, after, trainingSeconds(spec, epochs, shape, costs));
      trainings.push(run);
      return run.key;
    });
    const spec: RunSpec = { kind: "measure", experiment: name, parents, parameters: plan.parameters, seed };
    const seconds = measuringSeconds(name, Object.values(models), shape, costs);
    return [...trainings, planned(title, spec, Object.values(parents), seconds)];
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

/** The experiments that claims need, in the order of the claims. */
export async function experimentsFor(claims: readonly Claim[]): Promise<NeededExperiments> {
  const names = new Set(
    claims.flatMap(({ kind, experiment }) => kind === "claim" && experiment !== null ? [experiment] : []),
  );
  const experiments: AnyExperiment[] = [];
  const failed: Record<string, HarnessingError> = {};
  for (const name of names) {
    try {
      experiments.push(await loadExperiment(name));
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
