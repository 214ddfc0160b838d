/** The whole of `clean`: what would go, and its removal by a stage that may. */
import { basename } from "node:path";
import { STORE_CACHE } from "../../project/cache.ts";
import { askStore } from "../../stages/store/launch.ts";
import { surveyCache } from "./cache_contents.ts";
import { surveyStore } from "./store_contents.ts";
import { type Contents, sizeOf } from "./survey.ts";

/** What is to be cleaned. Paths are absolute. */
export interface CleanOptions {
  readonly store: string;
  /** Data sets that were downloaded or drawn. */
  readonly cache: string;
  /** Training runs and fitted preprocessings stay as they are. */
  readonly keepParameters: boolean;
  /** Results stay: measurements as they are, the others without their parameters. */
  readonly keepResults: boolean;
}

/** Part of what is there. */
export interface Cleaning extends Contents {
  /** The folder that the paths are relative to. */
  readonly root: string;
  readonly action: "remove" | "keep" | "lighten";
}

/** What `clean` would do. */
export interface CleaningPlan {
  readonly parts: readonly Cleaning[];
  /** What this program did not make, which stays; absolute paths. */
  readonly foreign: readonly string[];
}

/** The file of an entry that takes nearly all of its space. */
const PARAMETERS = "parameters.safetensors";

function actionOf({ kind }: Contents, { keepParameters, keepResults }: CleanOptions): Cleaning["action"] {
  // this version can use nothing of them, but whoever keeps parameters or results may want theirs too
  if (kind === "runs of older versions") return keepParameters || keepResults ? "keep" : "remove";
  if (kind === "training runs" || kind === "fitted preprocessings") {
    return keepParameters ? "keep" : keepResults ? "lighten" : "remove";
  }
  return kind === "measurements" && keepResults ? "keep" : "remove";
}

/** Of the runs that are to lose their parameters, those that have any, with the size of these. */
async function withParameters(part: Cleaning): Promise<Cleaning[]> {
  const sizes = await Promise.all(part.things.map((path) => sizeOf(`${part.root}/${path}/${PARAMETERS}`)));
  const things = part.things.filter((_, i) => sizes[i]! > 0);
  if (things.length === 0) return [];
  return [{ ...part, things, bytes: sizes.reduce((a, b) => a + b, 0) }];
}

/** What is there, and what of it would stay. */
export async function planCleaning(options: CleanOptions): Promise<CleaningPlan> {
  const parts: Cleaning[] = [];
  const foreign: string[] = [];
  const caches = new Set([options.cache, `${options.store}/${STORE_CACHE}`]);
  for (const root of [options.store, ...caches]) {
    const found = await (root === options.store ? surveyStore(root) : surveyCache(root));
    foreign.push(...found.foreign.map((path) => `${root}/${path}`));
    for (const contents of found.contents) {
      // they are worth a few bytes, and reports of whatever stays need them
      if (contents.kind === "records of data sets" && (options.keepParameters || options.keepResults)) {
        continue;
      }
      const part = { ...contents, root, action: actionOf(contents, options) };
      parts.push(...part.action === "lighten" ? await withParameters(part) : [part]);
    }
  }
  return { parts, foreign };
}

/** Whether a plan changes anything. */
export function changes({ parts }: CleaningPlan): boolean {
  return parts.some(({ action }) => action !== "keep");
}

/** Removes what does not stay, and the parameters of what becomes light. */
export async function clean({ parts }: CleaningPlan, signal: AbortSignal): Promise<void> {
  for (const { root, things, paths, action } of parts) {
    if (action === "remove") await askStore({ type: "remove", root, paths }, signal);
    if (action === "lighten") {
      await askStore({ type: "lighten", root, keys: things.map((path) => basename(path)) }, signal);
    }
  }
}
