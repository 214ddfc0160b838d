/** What the runs of a store took, by the names of `data/costs.csv`: medians over the runs on one thread. */
import { MNIST_SHAPE } from "../datasets/mod.ts";
import { entryKeys, isCurrent, isOfVersion1, type KeyContext, readEntry, type RunSpec } from "../runs/mod.ts";
import {
  type Costs,
  COUNTED_IMAGES,
  fittingCostName,
  measuringCostName,
  selectedImages,
  trainingCostName,
} from "./costs.ts";

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The name and the seconds of one entry on MNIST, where so many epochs took them. */
function costOf(spec: RunSpec, seconds: number, epochs: number): [string, number] {
  if (spec.kind === "measure") {
    return [measuringCostName(spec.experiment), seconds * COUNTED_IMAGES / MNIST_SHAPE.test];
  }
  const counted = seconds * COUNTED_IMAGES / selectedImages(spec, MNIST_SHAPE);
  return spec.kind === "fit" ? [fittingCostName(spec), counted] : [trainingCostName(spec), counted / epochs];
}

/**
 * Costs as they were recorded in the store, sorted by name; none where there is no such folder. Runs of another data
 * set, engine or version have other costs: they do not count.
 *
 * @throws {DataError} when an entry is damaged
 */
export async function recordedCosts(store: string, context: KeyContext): Promise<Costs> {
  const seconds = new Map<string, number[]>();
  for (const key of await entryKeys(store)) {
    if (await isOfVersion1(store, key)) continue;
    const { spec, basis, outcome, environment } = await readEntry(store, key);
    if (environment === null) continue; // no run: the invariances that were measured
    if (!isCurrent(basis, context) || environment.threads !== 1) continue;
    const costs = outcome.kind === "train" ? outcome.metrics.costs : [];
    const epochs = costs.length - (environment.resumedAfter ?? 0);
    if (spec.kind === "train" && epochs === 0) continue; // all of it was done before it was interrupted
    const [name, cost] = costOf(spec, environment.seconds, epochs);
    seconds.set(name, [...(seconds.get(name) ?? []), cost]);
  }
  const names = [...seconds.keys()].sort();
  return new Map(names.map((name) => [name, median(seconds.get(name)!)]));
}
