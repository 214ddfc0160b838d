/** Why a run must be computed although the store has a near relative: the first field in which the two differ. */
import {
  differencesBetween,
  entryKeys,
  peekSpec,
  type TrainSpec,
  type ValueDifference,
} from "../runs/mod.ts";
import type { PlannedRun } from "./plan.ts";

/** A run with several changes is not a relative that anybody has in mind. */
const MOST_CHANGES = 2;

/** A run that the store lacks, and how the nearest of its training runs differs. */
export interface NearRelative {
  readonly run: PlannedRun;
  /** From the stored run to this one; null where the specification is the same, and data, engine or version are not. */
  readonly difference: ValueDifference | null;
}

async function storedTrainings(store: string): Promise<TrainSpec[]> {
  const specs: TrainSpec[] = [];
  for (const key of await entryKeys(store)) {
    const spec = await peekSpec(store, key);
    if (spec?.kind === "train") specs.push(spec);
  }
  return specs;
}

/** The training runs of a plan that the store lacks and has relatives of: equal but for a field or two. */
export async function nearRelatives(
  store: string,
  runs: readonly PlannedRun[],
  stored: ReadonlySet<string>,
): Promise<NearRelative[]> {
  const lacking = runs.filter(({ key, spec }) => spec.kind === "train" && !stored.has(key));
  if (lacking.length === 0) return [];
  const specs = await storedTrainings(store);
  return lacking.flatMap((run) => {
    const changes = specs.filter(({ seed }) => seed === run.seed)
      .map((spec) => [...differencesBetween(spec, run.spec)])
      .filter(({ length }) => length <= MOST_CHANGES)
      .sort((a, b) => a.length - b.length);
    return changes.length === 0 ? [] : [{ run, difference: changes[0]![0] ?? null }];
  });
}
