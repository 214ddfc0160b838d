/**
 * A data set on disk: a folder with four IDX files, gzipped or plain. MNIST, the glyphs and a folder of the user's own
 * are all read through here.
 */
import { DataError } from "../errors.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { chooseFiles, type ChosenFiles, type FileRole } from "./idx_names.ts";

/** The most decoded bytes we take from one file: 1 GiB, twenty times MNIST's training images. */
export const MAX_DECODED_BYTES = 2 ** 30;

/** A file as found on disk. */
export interface IdxFile {
  readonly path: string;
  /** The decoded bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The value of `work`, or `otherwise` where there is no such file or folder. */
async function ifThere<T>(path: string, work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return otherwise;
    throw new DataError(
      `Cannot read ${path}: ${error instanceof Error ? error.message : error}; expected it to be readable`,
      { cause: error },
    );
  }
}

/**
 * The bytes of a file, or `undefined` where there is none.
 *
 * @throws {DataError} if something is there that cannot be read.
 */
export function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return ifThere<Uint8Array<ArrayBuffer> | undefined>(path, () => Deno.readFile(path), undefined);
}

/** Whether `path` is a folder. */
export function isFolder(path: string): Promise<boolean> {
  return ifThere(path, async () => (await Deno.stat(path)).isDirectory, false);
}

/** The names of everything in a folder, sorted; of none where there is no folder. */
export function namesIn(folder: string): Promise<readonly string[]> {
  return ifThere<readonly string[]>(folder, async () => {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name).sort();
  }, []);
}

/**
 * Which files of a folder play which part.
 *
 * @throws {DataError} if the folder cannot be read or holds several data sets.
 */
export async function filesIn(folder: string): Promise<ChosenFiles> {
  return chooseFiles(await namesIn(folder), folder);
}

/** The content of a file: unpacked if it is gzip, whatever its name says, and as it is if it is IDX. */
async function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const isIdx = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0;
  if (isGzip(bytes)) return await gunzip(bytes, path, limit);
  if (path.endsWith(".gz") && !isIdx) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new DataError(
      `Cannot read ${path}: ${
        bytes.length === 0 ? "it is empty" : `it begins with ${start}`
      }, expected a gzip or an IDX file (1f 8b or 00 00); fetch it again`,
    );
  }
  return bytes;
}

/**
 * Reads and decompresses the file of a role; `undefined` where there is none.
 *
 * @param limit the most decoded bytes to take.
 * @throws {DataError} if the file is damaged or larger than `limit`, or the folder holds several data sets.
 */
export async function readIdxFile(
  folder: string,
  role: FileRole,
  limit: number = MAX_DECODED_BYTES,
): Promise<IdxFile | undefined> {
  const name = (await filesIn(folder)).names[role];
  if (name === undefined) return undefined;
  const path = `${folder}/${name}`;
  const bytes = await readIfThere(path);
  return bytes && { path, bytes: await decoded(bytes, path, limit) };
}
