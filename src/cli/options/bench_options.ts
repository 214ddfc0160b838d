/** The command line of `bench`. */
import { MAX_THREADS } from "../../backend/identity.ts";
import { rootPath } from "../../project/root.ts";
import type { BenchRequest } from "../../stages/bench/launch.ts";
import type { Environment } from "../environment.ts";
import { command, flag, valued, type Values } from "./options.ts";
import { outputPath } from "./paths.ts";
import { dataFolders, defaultThreads, REPRODUCE } from "./reproduce_options.ts";
import { list, text, wholeNumber } from "./values.ts";

/** The options of `bench`. */
export const BENCH = command({
  task: "bench",
  summary:
    "Measures the kernels and whole training steps, each beside unmodified tfjs in a worker of its own.",
  options: {
    units: valued(
      "N,…",
      "maxout units per layer (default: 240,1600, the paper's)",
      list(wholeNumber(1, 10_000)),
      [240, 1600],
    ),
    threads: valued(
      "N",
      `threads to measure besides one, 1 to ${MAX_THREADS} (default: one per core)`,
      wholeNumber(1, MAX_THREADS),
    ),
    repeats: valued(
      "N",
      "how often each cell is measured (default: 3); the median is reported",
      wholeNumber(1, 100),
      3,
    ),
    "no-stock": flag("leave out unmodified tfjs, which takes most of the time"),
    "data-dir": REPRODUCE.options["data-dir"],
    out: valued("DIR", "where bench.json and bench.svg go (default: reports/local/bench)", text),
    json: REPRODUCE.options.json,
  },
});

/** What the options mean, with absolute paths. */
export function benchOptions(
  flags: Values<typeof BENCH.options>,
  environment: Pick<Environment, "data" | "folder">,
): BenchRequest & { readonly json: boolean } {
  const threads = flags.threads ?? defaultThreads();
  const out = outputPath("out", flags.out ?? rootPath("reports/local/bench"), environment.folder);
  return {
    units: flags.units,
    threads: threads === 1 ? [1] : [1, threads],
    repeats: flags.repeats,
    stock: !flags["no-stock"],
    dataDir: dataFolders(flags, environment, rootPath("data/store")).dataDir,
    out,
    json: flags.json,
  };
}
