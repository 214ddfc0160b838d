/**
 * The content-addressed store: one folder per run, `<first two digits>/<key>/`, written as a whole or not at all.
 * `manifest.json` holds the SHA-256 of every other file; an entry is immutable. Writing an entry that is there
 * already compares the bytes instead: the same key with other bytes breaks the determinism contract.
 */
import { DataError, MismatchError } from "../errors.ts";
import { sha256 } from "../files/sha256.ts";
import {
  type EntryFiles,
  foldersIn,
  MANIFEST,
  readManifest,
  readWholeFolder,
  restoreFile,
  sweepFolder,
  writeWholeFolder,
} from "../files/whole_folder.ts";

/** What belongs to a machine or a moment; the one file whose bytes may differ under the same key. */
export const ENVIRONMENT_FILE = "environment.json";

/** What a light entry lacks. */
export const PARAMETERS_FILE = "parameters.safetensors";

/** The folder of the store in which checkpoints lie, by key. */
export const CHECKPOINTS = "checkpoints";

const KEY = /^[0-9a-f]{64}$/;
/** What to do about a damaged entry. */
export const ENTRY_REMEDY = "remove the entry to compute it again";

/** @throws {DataError} for what is no key, so that no path leads out of the store */
export function checkKey(key: string): void {
  if (!KEY.test(key)) throw new DataError(`Cannot look up "${key}": expected 64 hexadecimal digits`);
}

/** The folder of a key. */
export function entryPath(store: string, key: string): string {
  checkKey(key);
  return `${store}/${key.slice(0, 2)}/${key}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Compares what is there with what would be written; parameters that a light entry lacks are put back. */
async function unite(store: string, key: string, files: EntryFiles): Promise<void> {
  const path = entryPath(store, key);
  const present = await readEntryFiles(store, key);
  const { removed } = await readManifest(path, ENTRY_REMEDY);
  for (const [name, bytes] of Object.entries(files)) {
    if (name === ENVIRONMENT_FILE) continue;
    const [found, computed] = [present[name] ? sha256(present[name]) : removed[name], sha256(bytes)];
    if (found === computed) continue;
    throw new MismatchError(
      `Two results for one key: ${path}/${name} has SHA-256 ${
        found ?? "(none)"
      }, now computed ${computed}; the machine, the store or the determinism contract is broken`,
    );
  }
  for (const name of Object.keys(removed)) {
    if (files[name]) await restoreFile(path, name, files[name], ENTRY_REMEDY);
  }
}

/**
 * Writes an entry: to a temporary folder beside it, each file synced, the manifest last, then renamed. A light entry of
 * this key gets its parameters back.
 *
 * @throws {MismatchError} when the key is there with other bytes
 */
export async function writeEntry(store: string, key: string, files: EntryFiles): Promise<void> {
  const path = entryPath(store, key);
  if (await exists(path)) return await unite(store, key, files);
  try {
    await writeWholeFolder(path, files);
  } catch (error) {
    // another writer may have been first: then its bytes must be ours
    if (await exists(path)) return await unite(store, key, files);
    throw error;
  }
}

/** Whether the store has an entry of this key (whole, since entries appear by renaming). */
export function hasEntry(store: string, key: string): Promise<boolean> {
  return exists(`${entryPath(store, key)}/${MANIFEST}`);
}

/** Whether the store has the parameters of a finished training. */
export async function hasParameters(store: string, key: string): Promise<boolean> {
  return PARAMETERS_FILE in (await readManifest(entryPath(store, key), ENTRY_REMEDY)).files;
}

/**
 * The files of an entry, each checked against the manifest.
 *
 * @throws {DataError} when there is none, or a file is missing or has another digest
 */
export async function readEntryFiles(store: string, key: string): Promise<EntryFiles> {
  return await readWholeFolder(entryPath(store, key), ENTRY_REMEDY);
}

/** The keys of all entries, sorted. */
export async function entryKeys(store: string): Promise<string[]> {
  const keys: string[] = [];
  for (const name of await foldersIn(store)) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    for (const key of await foldersIn(`${store}/${name}`)) {
      if (KEY.test(key) && key.startsWith(name)) keys.push(key);
    }
  }
  return keys;
}

/** Removes the folders of interrupted writers that were last touched before `before`. */
export async function sweepStore(store: string, before: Date): Promise<void> {
  for (const name of await foldersIn(store)) {
    if (/^[0-9a-f]{2}$/.test(name)) await sweepFolder(`${store}/${name}`, before);
  }
  for (const key of await foldersIn(`${store}/${CHECKPOINTS}`)) {
    await sweepFolder(`${store}/${CHECKPOINTS}/${key}`, before);
  }
}
