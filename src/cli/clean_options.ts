/** The command line of `clean`. */
import { resolve } from "node:path";
import { rootPath } from "../project/root.ts";
import type { CleanOptions } from "../commands/clean.ts";
import type { CommandSpec, Options } from "./options.ts";
import { type Environment, REPRODUCE } from "./reproduce_options.ts";

/** The options of `clean`. */
export const CLEAN: CommandSpec = {
  task: "clean",
  summary: "Shows what the store and the cache of data sets hold, and removes it.",
  options: {
    "keep-parameters": { help: "keep finished training runs, which take longest to compute" },
    "dry-run": { help: "only show" },
    yes: { help: "do not ask, which is done on a terminal only" },
    store: REPRODUCE.options["store"]!,
  },
  notes: ["The folder of --data-dir or HARNESSING_DATA is never touched, nor are reports."],
};

/** What the options mean. */
export function cleanOptions(
  options: Options,
  { folder }: Pick<Environment, "folder">,
): CleanOptions & { readonly dryRun: boolean; readonly yes: boolean } {
  return {
    store: resolve(folder, (options["store"] as string | undefined) ?? rootPath("data/store")),
    cache: rootPath("data/cache"),
    keepParameters: options["keep-parameters"] === true,
    dryRun: options["dry-run"] === true,
    yes: options["yes"] === true,
  };
}
