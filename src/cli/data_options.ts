/** The command line of `data`. */
import { UsageError } from "../errors.ts";
import type { DataOptions } from "../stages/data/launch.ts";
import type { CommandSpec, Options } from "./options.ts";
import { dataFolders, type Environment } from "./reproduce_options.ts";

/** The options of `data`. */
export const DATA: CommandSpec = {
  task: "data",
  summary: "Finds or downloads data sets, checks every byte by its digest, and says where they are.",
  options: {
    dataset: { value: "NAME,…", help: "mnist (default), glyphs or idx:DIR" },
    "data-dir": { value: "DIR", help: "where mnist/ lies (default: HARNESSING_DATA, then data/cache)" },
    offline: { help: "never use the network" },
  },
};

/** What to provide, one by one. */
export function dataOptions(
  flags: Options,
  environment: Environment,
  signal: AbortSignal,
): DataOptions[] {
  const names = String(flags["dataset"] ?? "mnist").split(",").filter((name) => name !== "");
  if (names.length === 0) {
    throw new UsageError(`--dataset is "${flags["dataset"]}", expected mnist, glyphs or idx:DIR`);
  }
  return names.map((dataset) => ({
    profile: "quick",
    ...dataFolders({ ...flags, dataset }, environment),
    offline: flags["offline"] === true,
    signal,
  }));
}
