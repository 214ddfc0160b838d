/** Why a run must be computed although the store has a near relative: the first thing in which the two differ. */
import {
  differencesBetween,
  entryKeys,
  type KeyBasis,
  peekEntry,
  type TrainSpec,
  type ValueDifference,
} from "../runs/mod.ts";
import type { PlannedRun } from "./plan.ts";

/** A run with several changes is not a relative that anybody has in mind. */
const MOST_CHANGES = 2;

/** A run that the store lacks, and how the nearest of its training runs differs. */
export interface NearRelative {
  readonly run: PlannedRun;
  /** From the stored run to this one: a field of the specification, else of data, engine or code ("spec.seed"). */
  readonly difference: ValueDifference;
}

interface StoredTraining {
  readonly spec: TrainSpec;
  readonly basis: KeyBasis;
}

async function storedTrainings(store: string): Promise<StoredTraining[]> {
  const trainings: StoredTraining[] = [];
  for (const key of await entryKeys(store)) {
    const found = await peekEntry(store, key);
    if (found?.spec.kind === "train") trainings.push({ ...found, spec: found.spec });
  }
  return trainings;
}

/** The training runs of a plan that the store lacks and has relatives of: equal but for a field or two. */
export async function nearRelatives(
  store: string,
  runs: readonly PlannedRun[],
  stored: ReadonlySet<string>,
): Promise<NearRelative[]> {
  const lacking = runs.filter(({ key, spec }) => spec.kind === "train" && !stored.has(key));
  if (lacking.length === 0) return [];
  const trainings = await storedTrainings(store);
  return lacking.flatMap((run) => {
    const nearest = trainings.filter(({ spec }) => spec.seed === run.seed)
      .map(({ spec, basis }) => ({ basis, changes: [...differencesBetween({ spec }, { spec: run.spec })] }))
      .filter(({ changes }) => changes.length <= MOST_CHANGES)
      .sort((a, b) => a.changes.length - b.changes.length)[0];
    const difference = nearest &&
      (nearest.changes[0] ?? differencesBetween(nearest.basis, run.basis).next().value);
    return difference ? [{ run, difference }] : [];
  });
}
