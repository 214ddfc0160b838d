/** The whole of `diff`: two stores or receipts, run by run, to the first difference of each. */
import { DataError } from "../errors.ts";
import {
  compareRuns,
  compareTensors,
  currentKeys,
  readEntry,
  resultOf,
  type RunResult,
  type StoredTensors,
  storedTensors,
  type TensorDifference,
} from "../runs/mod.ts";
import { nameOfRun } from "../planning/label.ts";
import { readReceipt } from "./verify/verify.ts";

/** A run of one side. */
interface Side {
  readonly label: string;
  readonly result: RunResult;
  /** Of a training in a store, unless the entry is light. */
  readonly parameters: StoredTensors | undefined;
}

/** A run that both sides have, with different results. */
export interface RunsDiffer {
  readonly label: string;
  readonly key: string;
  /** What A has, and what B has. */
  readonly text: string;
  readonly tensors: readonly TensorDifference[];
}

/** What came out. */
export interface Diff {
  readonly paths: readonly [string, string];
  /** How many runs both have. */
  readonly common: number;
  /** How many only the one, and only the other has. */
  readonly alone: readonly [number, number];
  readonly differences: readonly RunsDiffer[];
}

/** Looks up runs by key, one at a time: a store may be larger than the memory. */
interface Runs {
  readonly keys: ReadonlySet<string>;
  get(key: string): Promise<Side>;
}

async function runsOf(path: string): Promise<Runs> {
  const found = await Deno.stat(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new DataError(`Cannot find ${path}: expected a store or a receipt`);
  });
  if (found.isDirectory) {
    return {
      keys: await currentKeys(path),
      async get(key) {
        const { spec, outcome } = await readEntry(path, key);
        return {
          label: nameOfRun(spec),
          result: resultOf(outcome),
          parameters: await storedTensors(path, key),
        };
      },
    };
  }
  const runs = new Map((await readReceipt(path)).runs.map((run) => [run.key, run]));
  return {
    keys: new Set(runs.keys()),
    get(key) {
      const run = runs.get(key)!;
      return Promise.resolve({ label: nameOfRun(run.spec), result: run, parameters: undefined });
    },
  };
}

/**
 * Compares two stores or receipts.
 *
 * @throws {DataError} when one is missing or damaged, or they have no run in common
 * @throws {PlatformError} when version 1 of this program made one
 */
export async function diff(a: string, b: string): Promise<Diff> {
  const [one, other] = [await runsOf(a), await runsOf(b)];
  const common = [...one.keys].filter((key) => other.keys.has(key));
  if (common.length === 0) {
    throw new DataError(`Cannot compare ${a} with ${b}: they have no run in common`);
  }
  const differences: RunsDiffer[] = [];
  for (const key of common) {
    const [x, y] = [await one.get(key), await other.get(key)];
    const difference = compareRuns(x.result, y.result);
    if (difference === null) continue;
    const tensors = x.parameters && y.parameters ? compareTensors(x.parameters, y.parameters) : [];
    differences.push({ label: x.label, key, text: difference.text, tensors });
  }
  const alone = [one.keys.size - common.length, other.keys.size - common.length] as const;
  return { paths: [a, b], common: common.length, alone, differences };
}
