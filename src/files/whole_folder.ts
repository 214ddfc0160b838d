/**
 * Folders that are atomic, either complete or absent: the files go to a temporary folder, reach the disk, a manifest
 * with the SHA-256 of each is written last, and the folder takes its name in one step. Entries and checkpoints are
 * such folders.
 */
import { writeAtomically } from "./atomic_write.ts";
import { parseBoundedJson } from "./bounded_json.ts";
import { removeIfThere } from "./remove_if_there.ts";
import { DataError } from "../errors.ts";
import { sha256 } from "./sha256.ts";

/** Files of a folder by name. */
export type EntryFiles = Readonly<Record<string, Uint8Array>>;

/** The file that lists the others. */
export const MANIFEST = "manifest.json";
/** How the folders of unfinished writers begin. */
export const TEMPORARY = ".writing-";

/** The most bytes of a manifest. */
const MOST_MANIFEST = 1 << 16;
const DIGEST = /^[0-9a-f]{64}$/;
const FILE_NAME = /^[a-z][a-z0-9]*(\.[a-z]+)+$/;

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  await file.syncData();
}

/** What a manifest says. */
export interface Manifest {
  /** SHA-256 of every file that is there, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of files that were there and were removed on purpose. */
  readonly removed: Readonly<Record<string, string>>;
}

function digestsOf(files: EntryFiles): Record<string, string> {
  return Object.fromEntries(Object.keys(files).sort().map((name) => [name, sha256(files[name]!)]));
}

function manifestBytes({ files, removed }: Manifest): Uint8Array {
  const sorted = (digests: Manifest["files"]) =>
    Object.fromEntries(Object.entries(digests).sort(([a], [b]) => a < b ? -1 : 1));
  const gone = Object.keys(removed).length === 0 ? {} : { removed: sorted(removed) };
  return new TextEncoder().encode(
    JSON.stringify({ schema: 1, files: sorted(files), ...gone }, null, 2) + "\n",
  );
}

/** Makes `.writing-<pid>-<n>` for the first n that no other writer has taken, with the permissions of the umask. */
async function makeTemporary(parent: string): Promise<string> {
  for (let n = 0;; n++) {
    const path = `${parent}/${TEMPORARY}${Deno.pid}-${n}`;
    try {
      await Deno.mkdir(path); // Deno.makeTempDir() would shut out every other user, and the folder keeps its mode
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * Writes a folder, by way of a temporary one beside it.
 *
 * @throws the error of the file system, also when the folder is there already; nothing is left behind then
 */
export async function writeWholeFolder(path: string, files: EntryFiles): Promise<void> {
  const parent = path.slice(0, path.lastIndexOf("/"));
  await Deno.mkdir(parent, { recursive: true });
  const temporary = await makeTemporary(parent);
  try {
    for (const [name, bytes] of Object.entries(files)) await writeSynced(`${temporary}/${name}`, bytes);
    const manifest = manifestBytes({ files: digestsOf(files), removed: {} });
    await writeSynced(`${temporary}/${MANIFEST}`, manifest);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {}); // the first error is the one to report
    throw error;
  }
}

const isDigests = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null &&
  Object.entries(value).every(([name, digest]) => FILE_NAME.test(name) && DIGEST.test(String(digest)));

function parseManifest(bytes: Uint8Array, path: string, remedy: string): Manifest {
  let found: unknown;
  try {
    found = parseBoundedJson(bytes, path, MOST_MANIFEST);
  } catch {
    // falls through to the one message for whatever is wrong with it
  }
  const { schema, files, removed = {} } = Object(found) as Record<string, unknown>;
  if (schema === 1 && isDigests(files) && isDigests(removed)) return { files, removed };
  throw new DataError(`Cannot read ${path}: not a valid manifest of schema 1; ${remedy}`);
}

async function readFile(path: string, name: string, remedy: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(`${path}/${name}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new DataError(`Cannot find ${path}/${name}; ${remedy}`);
  }
}

/**
 * The manifest of a folder.
 *
 * @param remedy what to do about a damaged one, for the message
 * @throws {DataError} when it is missing or not valid
 */
export async function readManifest(path: string, remedy: string): Promise<Manifest> {
  return parseManifest(await readFile(path, MANIFEST, remedy), `${path}/${MANIFEST}`, remedy);
}

/**
 * The files of a folder, each checked against the manifest; those that were removed on purpose are left out.
 *
 * @param remedy what to do about a damaged one, for the message
 * @throws {DataError} when there is no such folder, or a file is missing or has another digest
 */
export async function readWholeFolder(path: string, remedy: string): Promise<EntryFiles> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, digest] of Object.entries((await readManifest(path, remedy)).files)) {
    const bytes = await readFile(path, name, remedy);
    if (sha256(bytes) !== digest) {
      throw new DataError(
        `Damaged: ${path}/${name} has SHA-256 ${
          sha256(bytes)
        }, expected ${digest} as in ${MANIFEST}; ${remedy}`,
      );
    }
    files[name] = bytes;
  }
  return files;
}

/**
 * Removes a file from a folder and keeps its digest in the manifest, which changes first and in one step: a reader
 * finds the folder with or without the file, and never a damaged one. Without the file nothing happens.
 */
export async function removeFile(path: string, name: string, remedy: string): Promise<void> {
  const { files: { [name]: digest, ...files }, removed } = await readManifest(path, remedy);
  if (digest !== undefined) {
    await writeAtomically(
      `${path}/${MANIFEST}`,
      manifestBytes({ files, removed: { ...removed, [name]: digest } }),
    );
  }
  await removeIfThere(`${path}/${name}`); // also what an interrupted removal left
}

/**
 * Puts a removed file back, the manifest last.
 *
 * @throws {RangeError} when its bytes are not those that were removed
 */
export async function restoreFile(
  path: string,
  name: string,
  bytes: Uint8Array,
  remedy: string,
): Promise<void> {
  const { files, removed: { [name]: digest, ...removed } } = await readManifest(path, remedy);
  if (digest !== sha256(bytes)) {
    throw new RangeError(`Cannot restore ${path}/${name}: SHA-256 ${sha256(bytes)}, expected ${digest}`);
  }
  await writeAtomically(`${path}/${name}`, bytes);
  await writeAtomically(
    `${path}/${MANIFEST}`,
    manifestBytes({ files: { ...files, [name]: digest }, removed }),
  );
}

/** The names of the folders in `folder`, sorted; none where there is no such folder. */
export async function foldersIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).filter(({ isDirectory }) => isDirectory)
      .map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // its owner has just removed it
    throw error;
  }
}

/** Removes the folders of interrupted writers in `parent` that were last touched before `before`. */
export async function sweepFolder(parent: string, before: Date): Promise<void> {
  for (const name of await foldersIn(parent)) {
    if (!name.startsWith(TEMPORARY)) continue;
    try {
      const { mtime } = await Deno.stat(`${parent}/${name}`);
      if (mtime !== null && mtime < before) await Deno.remove(`${parent}/${name}`, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // its writer has just finished
    }
  }
}
