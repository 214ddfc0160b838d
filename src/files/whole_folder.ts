/**
 * Folders that are atomic, either complete or absent: the files go to a temporary folder, reach the disk, a manifest
 * with the SHA-256 of each is written last, and the folder takes its name in one step. Entries and checkpoints are
 * such folders.
 */
import { parseBoundedJson } from "./bounded_json.ts";
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

function manifestOf(files: EntryFiles): Uint8Array {
  const digests = Object.fromEntries(Object.keys(files).sort().map((name) => [name, sha256(files[name]!)]));
  return new TextEncoder().encode(JSON.stringify({ schema: 1, files: digests }, null, 2) + "\n");
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
    await writeSynced(`${temporary}/${MANIFEST}`, manifestOf(files));
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {}); // the first error is the one to report
    throw error;
  }
}

function parseManifest(bytes: Uint8Array, path: string, remedy: string): Record<string, string> {
  try {
    const { schema, files } = parseBoundedJson(bytes, path, MOST_MANIFEST) as Record<string, unknown>;
    const entries = Object.entries(files as Record<string, unknown>);
    if (
      schema === 1 && entries.every(([name, digest]) => FILE_NAME.test(name) && DIGEST.test(String(digest)))
    ) {
      return Object.fromEntries(entries) as Record<string, string>;
    }
  } catch {
    // falls through to the one message for whatever is wrong with it
  }
  throw new DataError(`Cannot read ${path}: not a valid manifest of schema 1; ${remedy}`);
}

/**
 * The files of a folder, each checked against the manifest.
 *
 * @param remedy what to do about a damaged one, for the message
 * @throws {DataError} when there is none, or a file is missing or has another digest
 */
export async function readWholeFolder(path: string, remedy: string): Promise<EntryFiles> {
  const read = async (name: string) => {
    try {
      return await Deno.readFile(`${path}/${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new DataError(`Cannot find ${path}/${name}; ${remedy}`);
    }
  };
  const files: Record<string, Uint8Array> = {};
  const manifest = parseManifest(await read(MANIFEST), `${path}/${MANIFEST}`, remedy);
  for (const [name, digest] of Object.entries(manifest)) {
    const bytes = await read(name);
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
