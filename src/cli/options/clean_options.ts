/** The command line of `clean`. */
import type { CleanOptions } from "../../commands/clean/clean.ts";
import { cacheFolder } from "../../project/cache.ts";
import type { Environment } from "../environment.ts";
import { command, flag, type Values } from "./options.ts";
import { REPRODUCE, storePath } from "./reproduce_options.ts";

/** The options of `clean`. */
export const CLEAN = command({
  task: "clean",
  summary: "Lists what the store and the cache of data sets hold, and deletes it.",
  options: {
    "keep-parameters": flag(
      "keep finished training runs and fitted preprocessings whole: they take longest to compute",
    ),
    "keep-results": flag("keep measurements, and of other runs everything but their parameters"),
    "dry-run": flag("show what would be removed, and remove nothing"),
    yes: flag("skip the confirmation prompt; required where standard input is not a terminal"),
    store: REPRODUCE.options.store,
  },
  notes: [
    "Only what this program made is removed; other files in these folders are named and left.",
    "The folder of --data-dir or HARNESSING_DATA is never touched, nor are reports.",
  ],
});

/** What the options mean. */
export function cleanOptions(
  flags: Values<typeof CLEAN.options>,
  { folder }: Pick<Environment, "folder">,
): CleanOptions & { readonly dryRun: boolean; readonly yes: boolean } {
  const store = storePath(flags.store, folder);
  return {
    store,
    cache: cacheFolder(store),
    keepParameters: flags["keep-parameters"],
    keepResults: flags["keep-results"],
    dryRun: flags["dry-run"],
    yes: flags.yes,
  };
}
