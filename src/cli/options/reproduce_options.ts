/** The command line of `reproduce`: its options, their defaults and what they become. */
import { resolve } from "node:path";
import { MAX_THREADS } from "../../backend/identity.ts";
import type { ReproduceOptions } from "../../commands/reproduce/reproduction.ts";
import type { DatasetWord } from "../../datasets/mod.ts";
import { cacheFolder } from "../../project/cache.ts";
import { PROFILES, profileSource } from "../../project/profiles.ts";
import { rootPath } from "../../project/root.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { Environment } from "../environment.ts";
import { command, flag, valued, type Values } from "./options.ts";
import { outputPath } from "./paths.ts";
import { dataset, duration, list, oneOf, seeds, text, wholeNumber } from "./values.ts";

/** Threads where the user says nothing: one per core. */
export const defaultThreads = (): number => Math.min(navigator.hardwareConcurrency, MAX_THREADS);

const threads = wholeNumber(1, MAX_THREADS);

/** The options of `reproduce`. */
export const REPRODUCE = command({
  task: "reproduce",
  summary: "Recomputes the paper's numbers, judges its claims by them, and writes the report.",
  options: {
    profile: valued("NAME", "smoke, quick (default), standard or full", oneOf(PROFILES), "quick"),
    claims: valued("ID,…", "only these: an id (Q2a), a number (Q2) or a section (s4, sA)", list(text), []),
    seeds: valued(
      "N|A,B,…",
      "the first N seeds, or exactly these; with fewer than the profile's, no claim is graded",
      seeds,
    ),
    dataset: valued("NAME", "mnist, glyphs (built in) or idx:DIR", dataset),
    "data-dir": valued(
      "DIR",
      "the folder that holds mnist/ (default: HARNESSING_DATA, then data/cache)",
      text,
    ),
    store: valued("DIR", "where finished runs are kept (default: data/store)", text),
    out: valued("DIR", "where the report goes (default: reports/local/…)", text),
    threads: valued(
      "N",
      `threads in total, 1 to ${MAX_THREADS} (default: one per core); results do not depend on it`,
      threads,
    ),
    jobs: valued(
      "N",
      "runs at the same time (default: one per thread); results do not depend on it",
      threads,
    ),
    budget: valued("TIME", "stop starting new runs after TIME (90s, 10m, 2h)", duration, Infinity),
    "dry-run": flag("show the claims, the runs and the estimated time, and run nothing"),
    offline: flag("never use the network"),
    json: flag("print one JSON value instead of the table"),
    quiet: flag("show no progress"),
    "no-color": flag("use no colours (like NO_COLOR in the environment)"),
  },
  notes: [
    "Relative paths start in the folder where you call the command.",
    "Exit codes: 0 every graded claim has its expected verdict, 1 at least one does not, 2 wrong usage,",
    "  3 data is missing or damaged, or a file cannot be written, 4 this machine cannot compute reproducibly,",
    "  5 bytes differ that must not, 130 interrupted.",
  ],
});

/** What was given of the options of `reproduce`; commands with fewer options leave some out. */
export type ReproduceFlags = Partial<Values<typeof REPRODUCE.options>>;

/** How to talk to the user. */
export interface Talk {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly dryRun: boolean;
}

/** The folder of a store that a command writes. */
export function storePath(store: string | null | undefined, folder: string): string {
  return outputPath("store", store ?? rootPath("data/store"), folder);
}

/** The data set that the user names from `folder`, its own folder as an absolute path. */
export function namedFrom(folder: string, word: DatasetWord): DatasetWord {
  return word.kind === "idx" ? { ...word, folder: resolve(folder, word.folder) } : word;
}

/** The folders of data sets, as absolute paths, from `--data-dir` and HARNESSING_DATA. */
export function dataFolders(
  flags: Pick<ReproduceFlags, "data-dir">,
  { data, folder }: Pick<Environment, "data" | "folder">,
  store: string,
): Pick<DataOptions, "dataDir" | "cacheDir" | "manifest"> {
  const dataDir = flags["data-dir"] ?? (data === "" ? undefined : data);
  return {
    dataDir: dataDir === undefined ? null : resolve(folder, dataDir),
    cacheDir: cacheFolder(store),
    manifest: rootPath("data/mnist.json"),
  };
}

/**
 * What the options mean, with absolute paths.
 *
 * @throws {UsageError} for a place in a committed report
 */
export function reproduceOptions(
  flags: ReproduceFlags,
  environment: Environment,
  clock: () => number,
  signal: AbortSignal,
): ReproduceOptions & Talk {
  const threads = flags.threads ?? defaultThreads();
  const store = storePath(flags.store, environment.folder);
  const profile = flags.profile ?? REPRODUCE.options.profile.fallback;
  const until = clock() + (flags.budget ?? Infinity);
  return {
    ...dataFolders(flags, environment, store),
    profile,
    dataset: profileSource(profile, flags.dataset ? namedFrom(environment.folder, flags.dataset) : null),
    claims: flags.claims ?? [],
    seeds: flags.seeds ?? null,
    store,
    out: flags.out == null ? null : outputPath("out", flags.out, environment.folder),
    threads,
    jobs: Math.min(flags.jobs ?? threads, threads),
    offline: flags.offline === true,
    expired: () => clock() > until,
    signal,
    mode: "run",
    json: flags.json === true,
    quiet: flags.quiet === true,
    color: environment.color && flags["no-color"] !== true,
    dryRun: flags["dry-run"] === true,
  };
}
