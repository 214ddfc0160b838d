/** What a store holds, by kind, with its size. */
import { CHECKPOINTS, entryKeys, entryPath } from "../runs/mod.ts";
import type { RunSpec } from "../runs/mod.ts";
import { foldersIn } from "../files/whole_folder.ts";

/** Something a store or the cache holds. */
export interface Contents {
  /** For people: "training runs". */
  readonly kind: "training runs" | "measurements" | "checkpoints" | "remains of verifications" | "data sets";
  /** Relative to the folder that was looked at. */
  readonly paths: readonly string[];
  readonly bytes: number;
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

async function kindOf(path: string): Promise<"training runs" | "measurements"> {
  try {
    const { kind }: RunSpec = JSON.parse(await Deno.readTextFile(`${path}/spec.json`));
    return kind === "train" ? "training runs" : "measurements";
  } catch {
    return "measurements"; // damaged, and no parameters that are worth keeping
  }
}

/** What a store holds; kinds of which there is nothing are left out. */
export async function describeStore(store: string): Promise<Contents[]> {
  const paths: Record<string, string[]> = {};
  for (const key of await entryKeys(store)) {
    const path = entryPath(store, key);
    (paths[await kindOf(path)] ??= []).push(path.slice(store.length + 1));
  }
  const below = async (folder: string) =>
    (await foldersIn(`${store}/${folder}`)).map((name) => `${folder}/${name}`);
  paths["checkpoints"] = await below(CHECKPOINTS);
  paths["remains of verifications"] = await below("verify");
  const found: Contents[] = [];
  for (const [kind, own] of Object.entries(paths)) {
    if (own.length === 0) continue;
    const sizes = await Promise.all(own.map((path) => sizeOf(`${store}/${path}`)));
    found.push({ kind: kind as Contents["kind"], paths: own, bytes: sizes.reduce((a, b) => a + b, 0) });
  }
  return found;
}
