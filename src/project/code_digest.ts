/**
 * Digests of the code that a run goes through: the modules that its first module imports, directly or by way of others,
 * by room of `src/`. Recorded with an entry and never keyed. Where they differ from today's although no version was
 * raised, a stored number may be stale, and the command says so.
 */
import { dirname, relative, resolve } from "node:path";
import { sha256 } from "../files/sha256.ts";
import type { RunSpec } from "../runs/mod.ts";
import { rootPath } from "./root.ts";

/** Imports of values: types leave no trace in a result. Examples in comments do not begin a line. */
const IMPORT = /^(?:import|export)\s(?!type\s)(?:[^;"']*?\sfrom\s+)?"(\.[^"]+)"/gm;

/** Digests by room: `{ attacks: "9f…", … }`. */
export type CodeDigests = Readonly<Record<string, string>>;

/** Reads sources once, however many runs are asked about. */
export class SourceCode {
  readonly #root = rootPath("src");
  readonly #files = new Map<string, Promise<{ digest: string; imports: readonly string[] }>>();
  readonly #digests = new Map<string, Promise<CodeDigests>>();

  #read(path: string) {
    const read = async () => {
      const bytes = await Deno.readFile(path);
      const imports = /\.[jt]s$/.test(path)
        ? [...new TextDecoder().decode(bytes).matchAll(IMPORT)].map(([, to]) => resolve(dirname(path), to!))
        : [];
      return { digest: sha256(bytes), imports };
    };
    if (!this.#files.has(path)) this.#files.set(path, read());
    return this.#files.get(path)!;
  }

  async #digestOf(first: readonly string[]): Promise<CodeDigests> {
    const seen = new Set(first.map((path) => `${this.#root}/${path}`));
    for (const path of seen) for (const next of (await this.#read(path)).imports) seen.add(next);
    const rooms: Record<string, string[]> = {};
    for (const path of [...seen].sort()) {
      const own = relative(this.#root, path);
      if (own.startsWith("..") || !own.includes("/")) continue; // not of a room: errors.ts, schemas in data/
      (rooms[own.split("/")[0]!] ??= []).push(`${own} ${(await this.#read(path)).digest}`);
    }
    return Object.fromEntries(Object.entries(rooms).map(([room, files]) => [room, sha256(files.join("\n"))]));
  }

  /** The digests for a run: of its experiment, of training, of a preprocessing. */
  digestsFor(spec: RunSpec): Promise<CodeDigests> {
    const first = firstModules(spec);
    const name = first.join();
    if (!this.#digests.has(name)) this.#digests.set(name, this.#digestOf(first));
    return this.#digests.get(name)!;
  }
}

/** Where a run begins in `src/`. */
function firstModules(spec: RunSpec): readonly string[] {
  const [fitting, training] = ["runs/fit_run.ts", "runs/train_run.ts"];
  if (spec.kind === "fit") return [fitting];
  if (spec.kind === "train") return spec.preprocessing === undefined ? [training] : [training, fitting];
  return [
    spec.experiment === "invariances" ? "runs/invariance_probe.ts" : `experiments/${spec.experiment}.ts`,
  ];
}

/** The rooms whose code differs; none where the entry recorded nothing. */
export function changedRooms(recorded: CodeDigests | undefined, present: CodeDigests): string[] {
  if (recorded === undefined) return [];
  return [...new Set([...Object.keys(recorded), ...Object.keys(present)])].sort()
    .filter((room) => recorded[room] !== present[room]);
}
