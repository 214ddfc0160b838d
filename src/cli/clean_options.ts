/** The command line of `clean`. */
import { resolve } from "node:path";
import { rootPath } from "../project/root.ts";
import type { CleanOptions } from "../commands/clean.ts";
import type { CommandSpec, Options } from "./options.ts";
import { type Environment, REPRODUCE } from "./reproduce_options.ts";

/** The options of `clean`. */
export const CLEAN: CommandSpec = {
  task: "clean",
  summary: "Lists what the store and the cache of data sets hold, and deletes it.",
  options: {
    "keep-parameters": { help: "keep finished training runs whole: they take longest to compute" },
    "keep-results": { help: "keep measurements, and of training runs everything but their parameters" },
    "dry-run": { help: "show what would be removed, and remove nothing" },
    yes: { help: "skip the confirmation prompt; required where standard input is not a terminal" },
    store: REPRODUCE.options["store"]!,
  },
  notes: [
    "Only what this program made is removed; other files in these folders are named and left.",
    "The folder of --data-dir or HARNESSING_DATA is never touched, nor are reports.",
  ],
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
    keepResults: options["keep-results"] === true,
    dryRun: options["dry-run"] === true,
    yes: options["yes"] === true,
  };
}
