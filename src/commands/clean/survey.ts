/** What was found in a store or a cache, by kind, and what lies there that this program did not make. */
import type { Sorted } from "./own_files.ts";

/** Something a store or the cache holds. */
export interface Contents {
  /** For people: "training runs". */
  readonly kind:
    | "training runs"
    | "fitted preprocessings"
    | "measurements"
    | "runs of older versions"
    | "checkpoints"
    | "remains of verifications"
    | "unfinished files"
    | "records of data sets"
    | "data sets";
  /** The things that are counted, such as the folders of entries. Relative to the folder that was surveyed. */
  readonly things: readonly string[];
  /** What is removed with them: the things themselves, or their files where something foreign lies among these. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** What was found in a folder. */
export interface Survey {
  readonly contents: readonly Contents[];
  /** Paths that this program did not make, relative to the folder. */
  readonly foreign: readonly string[];
}

/** Bytes of a file, or of all files in a folder; 0 where it has gone. */
export async function sizeOf(path: string): Promise<number> {
  try {
    const { isDirectory, size } = await Deno.lstat(path);
    if (!isDirectory) return size;
    let bytes = 0;
    for await (const { name } of Deno.readDir(path)) bytes += await sizeOf(`${path}/${name}`);
    return bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Collects what is found, by kind. */
export class Collection {
  readonly #root: string;
  readonly #found = new Map<Contents["kind"], { things: string[]; paths: string[] }>();
  readonly foreign: string[] = [];

  /** Paths are relative to `root`. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Adds a thing, or what of it is ours. */
  add(kind: Contents["kind"], thing: string, sorted: Sorted = { own: [thing], foreign: [] }): void {
    const found = this.#found.get(kind) ?? { things: [], paths: [] };
    this.#found.set(kind, found);
    found.things.push(thing);
    found.paths.push(...sorted.own);
    this.foreign.push(...sorted.foreign);
  }

  /** All of it, with sizes. */
  async survey(): Promise<Survey> {
    const contents: Contents[] = [];
    for (const [kind, { things, paths }] of this.#found) {
      const sizes = await Promise.all(paths.map((path) => sizeOf(`${this.#root}/${path}`)));
      contents.push({ kind, things, paths, bytes: sizes.reduce((a, b) => a + b, 0) });
    }
    return { contents, foreign: this.foreign.sort() };
  }
}
