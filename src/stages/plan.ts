/**
 * From claims to runs: which experiments the selected claims need, which training runs and measurements those need,
 * each once, with their keys and what they wait for.
 */
import type { Claim, Profile } from "../claims/mod.ts";
import { EXPERIMENTS } from "../experiments/all.ts";
import type { DataShape, Experiment } from "../experiments/experiment.ts";
import { type KeyContext, keyOf, type RunSpec, type TrainSpec } from "../runs/mod.ts";
import { type Costs, measuringSeconds, sizeOf, trainingSeconds } from "./work.ts";

/** A run to be done. */
export interface PlannedRun {
  readonly key: string;
  /** For people: "maxout 240 × 2". */
  readonly label: string;
  readonly seed: number;
  readonly spec: RunSpec;
  /** Keys of the runs that must be finished before. */
  readonly after: readonly string[];
  /** Estimated time, in seconds of one core. */
  readonly seconds: number;
}

/** Everything a command will run, and what the seeds are. */
export interface RunPlan {
  readonly runs: readonly PlannedRun[];
  readonly experiments: readonly Experiment[];
  /** By experiment: why its claims cannot be graded, where fewer seeds run than the profile has. */
  readonly ungraded: Readonly<Record<string, string>>;
}

function labelOf({ architecture, recipe }: TrainSpec): string {
  return `${sizeOf(architecture)}, ${recipe.epochs} epochs`;
}

/** The experiments that measure at least one of the claims, in their own order. */
export function experimentsFor(claims: readonly Claim[]): Experiment[] {
  return EXPERIMENTS.filter(({ name }) =>
    claims.some((claim) => claim.kind === "claim" && claim.experiment === name)
  );
}

/**
 * Plans the runs.
 *
 * @param seeds seeds that replace the profile's own, or null
 * @param costs measured costs, for the estimates
 */
export function planRuns(
  claims: readonly Claim[],
  profile: Profile,
  data: DataShape,
  context: KeyContext,
  seeds: readonly number[] | null,
  costs: Costs,
): RunPlan {
  const runs = new Map<string, PlannedRun>();
  const ungraded: Record<string, string> = {};
  const add = (label: string, spec: RunSpec, after: readonly string[], seconds: number): string => {
    const key = keyOf(spec, context);
    runs.set(key, { key, label, seed: spec.seed, spec, after, seconds });
    return key;
  };
  const experiments = experimentsFor(claims);
  for (const experiment of experiments) {
    const plan = experiment.plan(profile, data);
    const own = Array.from({ length: plan.seeds }, (_, seed) => seed);
    const chosen = own.length === 0 ? own : seeds ?? own;
    if (chosen.length < own.length) {
      ungraded[experiment.name] = `run with ${chosen.length} of the profile's ${own.length} seeds`;
    }
    for (const seed of chosen) {
      const models = Object.entries(plan.models(seed));
      const parents = Object.fromEntries(
        models.map(([role, spec]) => [role, add(labelOf(spec), spec, [], trainingSeconds(spec, costs))]),
      );
      const spec: RunSpec = {
        kind: "measure",
        experiment: experiment.name,
        parents,
        parameters: plan.parameters,
        seed,
      };
      const trained = models.map(([, model]) => model);
      const seconds = measuringSeconds(experiment.name, trained, data.test, costs);
      add(experiment.title, spec, Object.values(parents), seconds);
    }
  }
  return { runs: [...runs.values()], experiments, ungraded };
}
