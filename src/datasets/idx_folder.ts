/**
 * A data set on disk: a folder with four IDX files under the names MNIST gave them, gzipped (`….gz`) or plain.
 * MNIST, the glyphs and a folder of the user's own are all read through here.
 */
import { DataError } from "../errors.ts";
import { gunzip, isGzip } from "./gzip.ts";

/** The part a file plays in a data set. */
export type FileRole = "train-images" | "train-labels" | "test-images" | "test-labels";

/** The four roles, in the order in which they are looked for. */
export const FILE_ROLES: readonly FileRole[] = Object.freeze([
  "train-images",
  "train-labels",
  "test-images",
  "test-labels",
]);

/** The name of each file, without `.gz`. */
export const IDX_NAMES: Readonly<Record<FileRole, string>> = Object.freeze({
  "train-images": "train-images-idx3-ubyte",
  "train-labels": "train-labels-idx1-ubyte",
  "test-images": "t10k-images-idx3-ubyte",
  "test-labels": "t10k-labels-idx1-ubyte",
});

/** The most decoded bytes we take from one file: 1 GiB, twenty times MNIST's training images. */
export const MAX_DECODED_BYTES = 2 ** 30;

/** A file as found on disk. */
export interface IdxFile {
  readonly path: string;
  /** The decoded bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The bytes of a file, or `undefined` where there is none.
 *
 * @throws {DataError} if something is there that cannot be read.
 */
export async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw new DataError(
      `Cannot read ${path}: ${error instanceof Error ? error.message : error}; expected a readable file`,
      { cause: error },
    );
  }
}

/** Whether `path` is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw new DataError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/**
 * Reads and decompresses the file of a role, `<name>.gz` or else `<name>`; `undefined` where neither exists.
 *
 * @param limit the most decoded bytes to take.
 * @throws {DataError} if the file is damaged or larger than `limit`.
 */
export async function readIdxFile(
  folder: string,
  role: FileRole,
  limit: number = MAX_DECODED_BYTES,
): Promise<IdxFile | undefined> {
  for (const path of [`${folder}/${IDX_NAMES[role]}.gz`, `${folder}/${IDX_NAMES[role]}`]) {
    const bytes = await readIfThere(path);
    if (bytes === undefined) continue;
    if (path.endsWith(".gz") || isGzip(bytes)) return { path, bytes: await gunzip(bytes, path, limit) };
    return { path, bytes };
  }
  return undefined;
}
