/**
 * The manifest of a data set: which files it has, what makes them the right ones, and where they can be had. It is
 * a file (`data/mnist.json`), so that tests point it at a server on localhost, and is believed only after checking.
 */
import { DataError } from "../errors.ts";
import { MAX_DECODED_BYTES, readIfThere } from "./idx_folder.ts";
import { FILE_ROLES, type FileRole, IDX_NAMES } from "./idx_names.ts";

/** One place to download a file from. The digest is of the compressed bytes, which belong to this mirror alone. */
export interface Mirror {
  /** Address of the compressed file. */
  readonly url: string;
  /** Size of the compressed file. */
  readonly bytes: number;
  /** SHA-256 of the compressed file. */
  readonly sha256: string;
}

/** One file of a data set. */
export interface ManifestFile {
  /** Name on disk, with `.gz`. */
  readonly name: string;
  /** Size of the decoded file. */
  readonly bytes: number;
  /** SHA-256 of the decoded bytes: the identity of the file. */
  readonly sha256: string;
  /** Tried in this order. */
  readonly mirrors: readonly Mirror[];
}

/** A data set that can be downloaded. */
export interface Manifest {
  /** Name of the data set. */
  readonly dataset: string;
  /** The files by the part they play. */
  readonly files: Readonly<Record<FileRole, ManifestFile>>;
}

type Fields = Record<string, unknown>;

/**
 * Checks a parsed manifest.
 *
 * @param value what `JSON.parse` gave.
 * @param file the name of the manifest, for the error.
 * @throws {DataError} naming the first field that is not as expected.
 */
export function parseManifest(value: unknown, file: string): Manifest {
  function expectThat(holds: boolean, field: string, found: unknown, expected: string): asserts holds {
    if (holds) return;
    throw new DataError(
      `Cannot use the manifest ${file}: ${field} is ${JSON.stringify(found)}, expected ${expected}`,
    );
  }
  const record = (found: unknown, field: string): Fields => {
    expectThat(
      typeof found === "object" && found !== null && !Array.isArray(found),
      field,
      found,
      "an object",
    );
    return found as Fields;
  };
  const identity = (fields: Fields, field: string): { bytes: number; sha256: string } => {
    const { bytes, sha256 } = fields;
    const size = Number.isSafeInteger(bytes) && Number(bytes) > 0 && Number(bytes) <= MAX_DECODED_BYTES;
    expectThat(size, `${field}.bytes`, bytes, `an integer from 1 to ${MAX_DECODED_BYTES}`);
    const digest = typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
    expectThat(digest, `${field}.sha256`, sha256, "64 hexadecimal digits");
    return { bytes: bytes as number, sha256 };
  };
  const mirror = (found: unknown, field: string): Mirror => {
    const fields = record(found, field);
    const { url } = fields;
    const web = typeof url === "string" && /^https?:\/\/[^/]/.test(url) && URL.canParse(url);
    expectThat(web, `${field}.url`, url, "an http(s) address");
    return Object.freeze({ url, ...identity(fields, field) });
  };
  const top = record(value, "the whole");
  expectThat(top.schema === 1, "schema", top.schema, "1");
  expectThat(typeof top.dataset === "string", "dataset", top.dataset, "a name");
  const given = record(top.files, "files");
  const files = Object.fromEntries(FILE_ROLES.map((role): [string, ManifestFile] => {
    const field = `files.${role}`;
    const fields = record(given[role], field);
    const { name, mirrors } = fields;
    expectThat(name === `${IDX_NAMES[role]}.gz`, `${field}.name`, name, `"${IDX_NAMES[role]}.gz"`);
    expectThat(
      Array.isArray(mirrors) && mirrors.length > 0,
      `${field}.mirrors`,
      mirrors,
      "a list of mirrors",
    );
    const checked = mirrors.map((each, i) => mirror(each, `${field}.mirrors[${i}]`));
    return [role, Object.freeze({ name, ...identity(fields, field), mirrors: Object.freeze(checked) })];
  }));
  return Object.freeze({ dataset: top.dataset, files: Object.freeze(files) as Manifest["files"] });
}

/**
 * Reads and checks a manifest.
 *
 * @throws {DataError} if the file is missing, not JSON or not a manifest.
 */
export async function readManifest(path: string): Promise<Manifest> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) throw new DataError(`Cannot read the manifest ${path}: no such file`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new DataError(`Cannot use the manifest ${path}: ${(error as Error).message}; expected JSON`, {
      cause: error,
    });
  }
  return parseManifest(value, path);
}

/** `host:port` of an address, as Deno's `--allow-net` takes it. */
export function hostOf(url: string | URL): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** The hosts a download may talk to, as `host:port` without repetition: the launcher's `--allow-net`. */
export function manifestHosts(manifest: Manifest): string[] {
  const mirrors = FILE_ROLES.flatMap((role) => manifest.files[role].mirrors);
  return [...new Set(mirrors.map((mirror) => hostOf(mirror.url)))];
}
