/** The command line of `data`. */
import { UsageError } from "../../errors.ts";
import { rootPath } from "../../project/root.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { Environment } from "../environment.ts";
import { command, valued, type Values } from "./options.ts";
import { dataFolders, REPRODUCE } from "./reproduce_options.ts";
import { list, text } from "./values.ts";

/** The options of `data`. */
export const DATA = command({
  task: "data",
  summary: "Finds or downloads data sets, checks every byte by its digest, and says where they are.",
  options: {
    dataset: valued("NAME,…", "mnist (default), glyphs or idx:DIR", list(text), ["mnist"]),
    "data-dir": REPRODUCE.options["data-dir"],
    offline: REPRODUCE.options.offline,
  },
});

/** What to provide, one by one. */
export function dataOptions(
  { dataset, offline, "data-dir": dataDir }: Values<typeof DATA.options>,
  environment: Environment,
  signal: AbortSignal,
): DataOptions[] {
  const names = dataset.filter((name) => name !== "");
  if (names.length === 0) {
    throw new UsageError(`--dataset is "${dataset.join(",")}", expected mnist, glyphs or idx:DIR`);
  }
  return names.map((name) => ({
    profile: "quick",
    ...dataFolders({ dataset: name, "data-dir": dataDir }, environment, rootPath("data/store")),
    offline,
    signal,
  }));
}
