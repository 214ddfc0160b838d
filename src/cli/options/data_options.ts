/** The command line of `data`. */
import { type DatasetWord, sourceOf } from "../../datasets/mod.ts";
import { UsageError } from "../../errors.ts";
import { WHOLE } from "../../project/profiles.ts";
import { rootPath } from "../../project/root.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { Environment } from "../environment.ts";
import { command, valued, type Values } from "./options.ts";
import { dataFolders, namedFrom, REPRODUCE } from "./reproduce_options.ts";
import { dataset, type Parse } from "./values.ts";

/** Data sets that are divided by commas, one at least. */
const datasets: Parse<readonly DatasetWord[]> = (found, name) => {
  const names = found.split(",").map((word) => word.trim()).filter((word) => word !== "");
  if (names.length === 0) throw new UsageError(`--${name} is "${found}", expected mnist, glyphs or idx:DIR`);
  return names.map((word) => dataset(word, name));
};

/** The options of `data`. */
export const DATA = command({
  task: "data",
  summary: "Finds or downloads data sets, checks every byte by its digest, and says where they are.",
  options: {
    dataset: valued("NAME,…", "mnist (default), glyphs or idx:DIR", datasets, [{ kind: "mnist" }]),
    "data-dir": REPRODUCE.options["data-dir"],
    offline: REPRODUCE.options.offline,
  },
});

/** What to provide, one by one; of glyphs as many as MNIST has images. */
export function dataOptions(
  { dataset: words, offline, "data-dir": dataDir }: Values<typeof DATA.options>,
  environment: Environment,
  signal: AbortSignal,
): DataOptions[] {
  return words.map((word) => ({
    dataset: sourceOf(namedFrom(environment.folder, word), WHOLE),
    ...dataFolders({ "data-dir": dataDir }, environment, rootPath("data/store")),
    offline,
    signal,
  }));
}
