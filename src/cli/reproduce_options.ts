/** The command line of `reproduce`: its options, their defaults and what they become. */
import { resolve } from "node:path";
import type { Profile } from "../claims/mod.ts";
import { UsageError } from "../errors.ts";
import type { DataOptions } from "../stages/data/launch.ts";
import type { ReproduceOptions } from "../commands/reproduce.ts";
import { rootPath } from "../project/root.ts";
import { type CommandSpec, duration, oneOf, type Options, wholeNumber } from "./options.ts";

/** The profiles, shortest first. */
export const PROFILES: readonly Profile[] = ["smoke", "quick", "standard", "full"];

/** The most threads that are accepted. */
const MOST_THREADS = 64;

/** Where exit codes are explained to whoever reads the help. */
const EXIT_CODES = [
  "Exit codes: 0 every graded claim has its expected verdict, 1 one has not, 2 usage, 3 data missing or damaged,",
  "  4 the machine cannot compute as it must, 5 bytes differ where they must not, 130 interrupted.",
];

/** The options of `reproduce`. */
export const REPRODUCE: CommandSpec = {
  task: "reproduce",
  summary: "Recomputes the paper's numbers, says which of its claims hold, and writes the report.",
  options: {
    profile: { value: "NAME", help: "smoke, quick (default), standard or full" },
    claims: { value: "ID,…", help: "only these: an id (Q2a), a number (Q2) or a section (s4, sA)" },
    seeds: { value: "N|A,B,…", help: "the first N seeds, or these; fewer than the profile's are not graded" },
    dataset: { value: "NAME", help: "mnist, glyphs (built in) or idx:DIR" },
    "data-dir": { value: "DIR", help: "where mnist/ lies (default: HARNESSING_DATA, then data/cache)" },
    store: { value: "DIR", help: "where finished runs are kept (default: data/store)" },
    out: { value: "DIR", help: "where the report goes (default: reports/local/…)" },
    threads: {
      value: "N",
      help: "threads in all, 1 to 64 (default: one per core); results do not depend on it",
    },
    jobs: { value: "N", help: "runs side by side (default: one per thread); results do not depend on it" },
    budget: { value: "TIME", help: "start no further run after this time (90s, 10m, 2h)" },
    "dry-run": { help: "show claims, runs and estimated time, and run nothing" },
    offline: { help: "never use the network" },
    json: { help: "print one JSON value instead of the table" },
    quiet: { help: "no progress" },
    "no-color": { help: "no colours (as NO_COLOR in the environment)" },
  },
  notes: EXIT_CODES,
};

/** What a command takes from its environment. */
export interface Environment {
  /** HARNESSING_DATA. */
  readonly data: string | undefined;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** What relative paths start from: where the user stood. `deno task` changes to the project's root first. */
  readonly folder: string;
}

/** The present environment. */
export function environment(): Environment {
  return {
    data: Deno.env.get("HARNESSING_DATA"),
    noColor: Deno.env.has("NO_COLOR"),
    folder: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
  };
}

/** How to talk to the user. */
export interface Talk {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly dryRun: boolean;
}

function seedsOf(text: string | true | undefined): number[] | null {
  if (text === undefined) return null;
  const words = String(text).split(",");
  if (words.length > 1 && words.at(-1) === "") words.pop(); // "3," is the seed 3 alone, "3" the first three
  if (!String(text).includes(",") && /^\d+$/.test(words[0]!)) {
    return Array.from({ length: wholeNumber("seeds", words[0]!, 1, 10_000) }, (_, seed) => seed);
  }
  const seeds = words.map((word) => wholeNumber("seeds", word, 0, 2 ** 31));
  if (new Set(seeds).size !== seeds.length) {
    throw new UsageError(`--seeds is "${text}", expected each seed once`);
  }
  return seeds;
}

/** The data set and its folders, as absolute paths, from `--dataset`, `--data-dir` and HARNESSING_DATA. */
export function dataFolders(
  options: Options,
  environment: Pick<Environment, "data" | "folder">,
): Pick<DataOptions, "dataset" | "dataDir" | "cacheDir" | "manifest"> {
  const dataDir = (options["data-dir"] as string | undefined) ??
    (environment.data === "" ? undefined : environment.data);
  const dataset = (options["dataset"] as string | undefined) ?? null;
  return {
    dataset: dataset?.startsWith("idx:") && dataset.length > 4
      ? `idx:${resolve(environment.folder, dataset.slice(4))}`
      : dataset,
    dataDir: dataDir === undefined ? null : resolve(environment.folder, dataDir),
    cacheDir: rootPath("data/cache"),
    manifest: rootPath("data/mnist.json"),
  };
}

/** @throws {UsageError} for the folder of a committed report */
function outOf(text: string | undefined, folder: string): string | null {
  if (text === undefined) return null;
  const out = resolve(folder, text);
  const profile = PROFILES.find((name) => out === rootPath(`reports/${name}`));
  if (profile !== undefined) {
    throw new UsageError(`--out is the committed report of ${profile}: only deno task reference writes it`);
  }
  return out;
}

/**
 * What the options mean, with absolute paths.
 */
export function reproduceOptions(
  options: Options,
  environment: Environment,
  clock: () => number,
  signal: AbortSignal,
): ReproduceOptions & Talk {
  const text = (name: string) => options[name] as string | undefined;
  const threads = options["threads"] === undefined
    ? Math.min(navigator.hardwareConcurrency, MOST_THREADS)
    : wholeNumber("threads", text("threads")!, 1, MOST_THREADS);
  const jobs = options["jobs"] === undefined ? threads : wholeNumber("jobs", text("jobs")!, 1, MOST_THREADS);
  const claims = text("claims")?.split(",").map((word) => word.trim()) ?? [];
  const budget = text("budget") === undefined ? Infinity : duration("budget", text("budget")!);
  const until = clock() + budget;
  return {
    ...dataFolders(options, environment),
    profile: oneOf("profile", text("profile") ?? "quick", PROFILES),
    claims,
    seeds: seedsOf(options["seeds"]),
    store: resolve(environment.folder, text("store") ?? rootPath("data/store")),
    out: outOf(text("out"), environment.folder),
    threads,
    jobs: Math.min(jobs, threads),
    offline: options["offline"] === true,
    expired: () => clock() > until,
    signal,
    mode: "run",
    json: options["json"] === true,
    quiet: options["quiet"] === true,
    color: !environment.noColor && options["no-color"] !== true,
    dryRun: options["dry-run"] === true,
  };
}
