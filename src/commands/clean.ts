/** The whole of `clean`: what would go, and its removal by a stage that may. */
import { askStore } from "../stages/store/launch.ts";
import { type Contents, describeStore, sizeOf } from "./store_contents.ts";

/** What is to be cleaned. Paths are absolute. */
export interface CleanOptions {
  readonly store: string;
  /** Data sets that were downloaded or drawn. */
  readonly cache: string;
  readonly keepParameters: boolean;
}

/** Part of what is there. */
export interface Cleaning extends Contents {
  /** The folder that the paths are relative to. */
  readonly root: string;
  /** Whether it stays, because it was asked for. */
  readonly kept: boolean;
}

/** What is there, and what of it would stay. */
export async function planCleaning({ store, cache, keepParameters }: CleanOptions): Promise<Cleaning[]> {
  const found = (await describeStore(store)).map((contents) => ({
    ...contents,
    root: store,
    kept: keepParameters && contents.kind === "training runs",
  }));
  const paths: string[] = [];
  try {
    for await (const { name } of Deno.readDir(cache)) paths.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const bytes = (await Promise.all(paths.map((path) => sizeOf(`${cache}/${path}`)))).reduce(
    (a, b) => a + b,
    0,
  );
  if (paths.length === 0) return found;
  return [...found, { kind: "data sets", paths: paths.sort(), bytes, root: cache, kept: false }];
}

/** Removes what does not stay. */
export async function clean(plan: readonly Cleaning[], signal: AbortSignal): Promise<void> {
  for (const { root, paths, kept } of plan) {
    if (!kept) await askStore({ type: "remove", root, paths }, signal);
  }
}
