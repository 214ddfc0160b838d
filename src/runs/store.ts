/**
 * The content-addressed store: one folder per run, `<first two digits>/<key>/`, written as a whole or not at all.
 * `manifest.json` holds the SHA-256 of every other file; an entry is immutable. Writing an entry that is there
 * already compares the bytes instead: the same key with other bytes breaks the determinism contract.
 */
import { DataError, MismatchError } from "../errors.ts";
import { sha256 } from "../sha256.ts";

/** Files of an entry by name. */
export type EntryFiles = Readonly<Record<string, Uint8Array>>;

/** What belongs to a machine or a moment; the one file whose bytes may differ under the same key. */
export const ENVIRONMENT_FILE = "environment.json";

const MANIFEST = "manifest.json";
/** How the folders of unfinished entries begin. */
const TEMPORARY = ".writing-";
const KEY = /^[0-9a-f]{64}$/;
const FILE_NAME = /^[a-z][a-z0-9]*(\.[a-z]+)+$/;

/** The folder of a key. */
export function entryPath(store: string, key: string): string {
  if (!KEY.test(key)) throw new DataError(`Cannot look up "${key}": expected 64 hexadecimal digits`);
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

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  await file.syncData();
}

function manifestOf(files: EntryFiles): Uint8Array {
  const digests = Object.fromEntries(Object.keys(files).sort().map((name) => [name, sha256(files[name]!)]));
  return new TextEncoder().encode(JSON.stringify({ schema: 1, files: digests }, null, 2) + "\n");
}

async function compare(store: string, key: string, files: EntryFiles): Promise<void> {
  const present = await readEntry(store, key);
  for (const [name, bytes] of Object.entries(files)) {
    const other = present[name];
    if (name !== ENVIRONMENT_FILE && (other === undefined || sha256(other) !== sha256(bytes))) {
      throw new MismatchError(
        `Two results for one key: ${entryPath(store, key)}/${name} has SHA-256 ${
          other === undefined ? "(none)" : sha256(other)
        }, now computed ${sha256(bytes)}; the machine, the store or the determinism contract is broken`,
      );
    }
  }
}

/**
 * Writes an entry: to a temporary folder beside it, each file synced, the manifest last, then renamed.
 *
 * @throws {MismatchError} when the key is there with other bytes
 */
export async function writeEntry(store: string, key: string, files: EntryFiles): Promise<void> {
  const path = entryPath(store, key);
  if (await exists(path)) return await compare(store, key, files);
  const parent = path.slice(0, path.lastIndexOf("/"));
  await Deno.mkdir(parent, { recursive: true });
  const temporary = await Deno.makeTempDir({ dir: parent, prefix: TEMPORARY });
  try {
    for (const [name, bytes] of Object.entries(files)) await writeSynced(`${temporary}/${name}`, bytes);
    await writeSynced(`${temporary}/${MANIFEST}`, manifestOf(files));
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    // another writer may have been first: then its bytes must be ours
    if (await exists(path)) return await compare(store, key, files);
    throw error;
  }
}

function parseManifest(bytes: Uint8Array, path: string): Record<string, string> {
  try {
    const { schema, files } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const entries = Object.entries(files as Record<string, unknown>);
    if (schema === 1 && entries.every(([name, digest]) => FILE_NAME.test(name) && KEY.test(String(digest)))) {
      return Object.fromEntries(entries) as Record<string, string>;
    }
  } catch {
    // falls through to the one message for whatever is wrong with it
  }
  throw new DataError(
    `Cannot read ${path}: it is no manifest of schema 1; remove the entry to compute it again`,
  );
}

/** Whether the store has an entry of this key (whole, since entries appear by renaming). */
export function hasEntry(store: string, key: string): Promise<boolean> {
  return exists(`${entryPath(store, key)}/${MANIFEST}`);
}

/**
 * The files of an entry, each checked against the manifest.
 *
 * @throws {DataError} when there is none, or a file is missing or has another digest
 */
export async function readEntry(store: string, key: string): Promise<EntryFiles> {
  const path = entryPath(store, key);
  const read = async (name: string) => {
    try {
      return await Deno.readFile(`${path}/${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new DataError(`Cannot find ${path}/${name}; remove the entry to compute it again`);
    }
  };
  const files: Record<string, Uint8Array> = {};
  for (const [name, digest] of Object.entries(parseManifest(await read(MANIFEST), `${path}/${MANIFEST}`))) {
    const bytes = await read(name);
    if (sha256(bytes) !== digest) {
      throw new DataError(
        `Damaged: ${path}/${name} has SHA-256 ${
          sha256(bytes)
        }, expected ${digest}; remove the entry to compute it again`,
      );
    }
    files[name] = bytes;
  }
  return files;
}

/** Removes the folders of interrupted writers that were last touched before `before`. */
export async function sweepStore(store: string, before: Date): Promise<void> {
  if (!await exists(store)) return;
  for await (const { name, isDirectory } of Deno.readDir(store)) {
    if (!isDirectory || !/^[0-9a-f]{2}$/.test(name)) continue;
    for await (const entry of Deno.readDir(`${store}/${name}`)) {
      const path = `${store}/${name}/${entry.name}`;
      if (!entry.name.startsWith(TEMPORARY)) continue;
      try {
        const { mtime } = await Deno.stat(path);
        if (mtime !== null && mtime < before) await Deno.remove(path, { recursive: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error; // its writer has just finished
      }
    }
  }
}
