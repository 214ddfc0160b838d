/** What the runs of a store took, by the names of `data/costs.csv`: medians over the runs on one thread. */
import { ENVIRONMENT_FILE, type Json, readEntry, type RunSpec } from "../runs/mod.ts";
import { type Costs, COUNTED_IMAGES, measuringCostName, trainingCostName } from "./work.ts";

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The name and the seconds of one entry; a measurement is taken to be on 10,000 test images. */
function costOf(spec: RunSpec, seconds: number): [string, number] {
  if (spec.kind === "measure") return [measuringCostName(spec.experiment), seconds];
  const { recipe, data } = spec;
  const images = (data.to - data.from) * (data.classes === null ? 1 : 0.2);
  return [trainingCostName(spec), seconds * COUNTED_IMAGES / images / recipe.epochs];
}

async function exists(folder: string): Promise<boolean> {
  return await Deno.stat(folder).then((found) => found.isDirectory, () => false);
}

/** The keys of a store's entries. */
async function* keysOf(store: string): AsyncGenerator<string> {
  for await (const shard of Deno.readDir(store)) {
    if (!shard.isDirectory || shard.name.length !== 2) continue;
    for await (const entry of Deno.readDir(`${store}/${shard.name}`)) {
      if (/^[0-9a-f]{64}$/.test(entry.name)) yield entry.name;
    }
  }
}

/**
 * Costs as they were recorded in the store, sorted by name; none where there is no such folder.
 *
 * @throws {DataError} when an entry is damaged
 */
export async function recordedCosts(store: string): Promise<Costs> {
  if (!await exists(store)) return new Map();
  const seconds = new Map<string, number[]>();
  const read = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes)) as Json;
  for await (const key of keysOf(store)) {
    const files = await readEntry(store, key);
    const environment = read(files[ENVIRONMENT_FILE]) as { threads: number; seconds: number };
    if (environment.threads !== 1) continue;
    const spec = read(files["spec.json"]) as unknown as RunSpec;
    const [name, cost] = costOf(spec, environment.seconds);
    seconds.set(name, [...(seconds.get(name) ?? []), cost]);
  }
  const names = [...seconds.keys()].sort();
  return new Map(names.map((name) => [name, median(seconds.get(name)!)]));
}
