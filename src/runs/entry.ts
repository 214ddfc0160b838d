/**
 * An entry of the store answers for itself: what its run was, what it found, where that was computed. Whoever wants to
 * know reads it here; nobody else looks into the files.
 *
 * | file | holds |
 * |---|---|
 * | `spec.json` | the specification |
 * | `key.json` | what the key is the digest of besides: data, engine and code; entries of version 1 have none |
 * | `metrics.json` | of a training: costs, errors by epoch, the parameters' digest; of a fit: images, the digest; of a measurement: metrics and tables |
 * | `sanity.json` | checks of a measurement's attacks; absent where it attacks nothing |
 * | `chain.json` | of a training: the hash chain |
 * | `parameters.safetensors` | the parameters of a training, the tensors of a fit (gone from a light entry) |
 * | `environment.json` | machine and moment, recorded and never compared |
 */
import { DataError } from "../errors.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import { decodeJson, encodeJson } from "./canonical_json.ts";
import { type CanonicalSpec, parseSpec } from "./canonical_spec.ts";
import { isKeyBasis, type KeyBasis, keyOf } from "./key.ts";
import { outcomeOf, type RunOutcome } from "./outcome.ts";
import type { RunEnvironment } from "./run_environment.ts";
import { decodeSafetensors, type StoredTensors } from "./safetensors.ts";
import type { RunSpec } from "./spec.ts";
import { madeByVersion1 } from "./version_1.ts";
import {
  entryKeys,
  entryPath,
  ENVIRONMENT_FILE,
  hasEntry,
  hasParameters,
  PARAMETERS_FILE,
  readEntryFiles,
} from "./store.ts";

/** A finished run as the store has it. */
export interface Entry {
  readonly key: string;
  readonly spec: CanonicalSpec;
  /** What its bits depend on besides. */
  readonly basis: KeyBasis;
  readonly outcome: RunOutcome;
  /** Null for what is no run of a plan, such as the invariances. */
  readonly environment: RunEnvironment | null;
  /** Whether the parameters were removed and the results kept. */
  readonly light: boolean;
}

/** The file of an entry that holds what its key is the digest of besides the specification. */
const KEY_FILE = "key.json";

const has = (files: EntryFiles, name: string) => files[name] !== undefined;

/**
 * The entry in these files, which agree with their manifest.
 *
 * @param path names the entry in errors
 * @throws {DataError} when a file is missing, or the key does not follow from what the entry says of its run
 * @throws {PlatformError} when version 1 of this program made it
 */
export function entryOf(key: string, files: EntryFiles, path: string): Entry {
  const refuse = (what: string): never => {
    throw new DataError(`Damaged: ${path}/${what}; remove the entry to compute it again`);
  };
  const need = (name: string) => has(files, name) || refuse(`${name} is missing`);
  if (has(files, "spec.json") && !has(files, KEY_FILE)) throw madeByVersion1(path);
  ["spec.json", KEY_FILE, "metrics.json"].forEach(need);
  const spec = parseSpec(decodeJson(files["spec.json"]!), `${path}/spec.json`);
  const basis = decodeJson<unknown>(files[KEY_FILE]!);
  if (!isKeyBasis(basis)) return refuse(`${KEY_FILE} does not say what the key is made of`);
  if (keyOf(spec, basis) !== key) refuse("spec.json is of another run");
  if (spec.kind === "train") need("chain.json");
  const outcome = outcomeOf(spec, files);
  const environment = has(files, ENVIRONMENT_FILE)
    ? decodeJson<RunEnvironment>(files[ENVIRONMENT_FILE]!)
    : null;
  return {
    key,
    spec,
    basis,
    outcome,
    environment,
    light: spec.kind !== "measure" && !has(files, PARAMETERS_FILE),
  };
}

/**
 * Reads an entry.
 *
 * @throws {DataError} when there is none, or it is damaged or of another run
 * @throws {PlatformError} when version 1 of this program made it
 */
export async function readEntry(store: string, key: string): Promise<Entry> {
  return entryOf(key, await readEntryFiles(store, key), entryPath(store, key));
}

/** What an entry is a run of, without a check of its bytes: null where that cannot be read. */
export async function peekEntry(store: string, key: string): Promise<Pick<Entry, "spec" | "basis"> | null> {
  const path = entryPath(store, key);
  const read = async <T>(name: string) => decodeJson<T>(await Deno.readFile(`${path}/${name}`));
  try {
    return { spec: parseSpec(await read("spec.json"), path), basis: await read(KEY_FILE) };
  } catch {
    return null; // whoever uses the entry says what is wrong with it
  }
}

/** Whether version 1 of this program made the entry, which no run of this version has the key of. */
export async function isOfVersion1(store: string, key: string): Promise<boolean> {
  const there = async (name: string) =>
    (await Deno.lstat(`${entryPath(store, key)}/${name}`).catch(() => null))?.isFile === true;
  return await there("spec.json") && !await there(KEY_FILE);
}

/** The keys of the entries of version 1 in a store. */
export async function version1Keys(store: string): Promise<string[]> {
  const keys: string[] = [];
  for (const key of await entryKeys(store)) if (await isOfVersion1(store, key)) keys.push(key);
  return keys;
}

/**
 * The keys of the entries in a store that version 1 did not make.
 *
 * @throws {PlatformError} when version 1 made all that it has
 */
export async function currentKeys(store: string): Promise<Set<string>> {
  const [all, old] = [new Set(await entryKeys(store)), new Set(await version1Keys(store))];
  if (old.size > 0 && old.size === all.size) throw madeByVersion1(store);
  return all.difference(old);
}

/** What an entry calls itself, whatever else is wrong with it; undefined where that cannot be read. */
export async function peekKind(store: string, key: string): Promise<unknown> {
  try {
    return decodeJson<Partial<RunSpec>>(await Deno.readFile(`${entryPath(store, key)}/spec.json`)).kind;
  } catch {
    return undefined;
  }
}

/**
 * The parameters among the files of an entry.
 *
 * @param path names the entry in errors
 * @throws {DataError} when there are none, or they are damaged
 */
export function tensorsIn(files: EntryFiles, path: string): StoredTensors {
  const bytes = files[PARAMETERS_FILE];
  if (bytes === undefined) {
    throw new DataError(
      `Cannot read the parameters of ${path}: the entry keeps results alone; run the command that needs them, which trains again`,
    );
  }
  return decodeSafetensors(bytes, `${path}/${PARAMETERS_FILE}`);
}

/** The parameters that a store has of a run; undefined where it has no such entry, or one without parameters. */
export async function storedTensors(store: string, key: string): Promise<StoredTensors | undefined> {
  if (!await hasEntry(store, key) || !await hasParameters(store, key)) return undefined;
  return tensorsIn(await readEntryFiles(store, key), entryPath(store, key));
}

/** The files that say what an entry is a run of. */
export function identityFiles(spec: RunSpec, basis: KeyBasis): EntryFiles {
  return { "spec.json": encodeJson(spec), [KEY_FILE]: encodeJson(basis) };
}
