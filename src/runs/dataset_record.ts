/**
 * What data sets the runs of a store were computed on: `datasets/<digest>.json`, a few hundred bytes each. With it a
 * report is drawn from the store alone; the data set itself need not be on this machine.
 */
import { type DatasetIdentity, type DataShape, inputsOf } from "../datasets/mod.ts";
import { parseBoundedJson } from "../files/bounded_json.ts";
import { DataError } from "../errors.ts";
import { writeAtomically } from "../files/atomic_write.ts";
import { sha256 } from "../files/sha256.ts";
import { canonicalJson, encodeJson } from "./canonical_json.ts";

/** A data set as keys and reports know it. */
export interface DatasetRecord extends DatasetIdentity {
  readonly shape: DataShape;
  /** What the reader of a report must know, such as that the data set stands in for another. */
  readonly notices: readonly string[];
}

/** The folder of the store that holds the records. */
export const DATASETS = "datasets";

const MOST_BYTES = 1 << 16;
const NAME = /^[0-9a-f]{16}\.json$/;

function recordPath(store: string, { name, digests }: DatasetRecord): string {
  return `${store}/${DATASETS}/${sha256(canonicalJson({ name, digests })).slice(0, 16)}.json`;
}

/** Whether a file of that folder has the name of a record. */
export function isDatasetRecord(name: string): boolean {
  return NAME.test(name);
}

/** Writes a record; one that is there already is replaced. */
export async function writeDatasetRecord(store: string, record: DatasetRecord): Promise<void> {
  await Deno.mkdir(`${store}/${DATASETS}`, { recursive: true });
  await writeAtomically(recordPath(store, record), encodeJson({ schema: 1, ...record }));
}

/** The record in that value; those of images that were all grey did not say their channels. */
function recordOf(value: unknown): DatasetRecord | null {
  const { schema, name, digests, shape, notices } = Object(value) as Record<string, unknown>;
  const isText = (each: unknown) => typeof each === "string";
  const whole = { channels: 1, ...Object(shape) } as DataShape;
  const { inputs, height, width, channels, classes, train, test } = whole;
  const valid = schema === 1 && isText(name) && Object.values(Object(digests)).every(isText) &&
    Array.isArray(notices) && notices.every(isText) &&
    [inputs, height, width, channels, classes, train, test].every((count) =>
      Number.isSafeInteger(count) && count > 0
    ) && inputs === inputsOf(whole);
  return valid ? { ...Object(value), shape: whole } : null;
}

/**
 * The records of a store, the latest first; none where there is no such folder.
 *
 * @throws {DataError} when one is damaged
 */
export async function readDatasetRecords(store: string): Promise<DatasetRecord[]> {
  const folder = `${store}/${DATASETS}`;
  const found: { record: DatasetRecord; written: number }[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!isDatasetRecord(name)) continue;
      const path = `${folder}/${name}`;
      const record = recordOf(parseBoundedJson(await Deno.readFile(path), path, MOST_BYTES));
      if (record === null) {
        throw new DataError(
          `Cannot read ${path}: not a valid record of a data set; remove the file, the next run writes it`,
        );
      }
      found.push({ record, written: (await Deno.stat(path)).mtime?.getTime() ?? 0 });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort((a, b) => b.written - a.written).map(({ record }) => record);
}
