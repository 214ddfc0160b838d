/** What the cache of data sets holds: MNIST as it was downloaded, and drawn digits. */
import { IDX_NAMES } from "../../datasets/idx_names.ts";
import { childrenOf, isUnfinished, sortFolder } from "./own_files.ts";
import { Collection, type Survey } from "./survey.ts";

/** Folders that the data stage makes. */
const DATA_SET = /^(mnist|glyphs-\d+-\d+-\d+)$/;

const FILES: ReadonlySet<string> = new Set([
  ...Object.values(IDX_NAMES).flatMap((name) => [name, `${name}.gz`]),
  "glyphs.json",
]);

/** Surveys a cache. */
export async function surveyCache(cache: string): Promise<Survey> {
  const found = new Collection(cache);
  for (const child of await childrenOf(cache)) {
    if (isUnfinished(child)) found.add("unfinished files", child.name);
    else if (!child.isDirectory || !DATA_SET.test(child.name)) found.foreign.push(child.name);
    else {
      const sorted = await sortFolder(
        cache,
        child.name,
        (file) => file.isFile && FILES.has(file.name) || isUnfinished(file),
      );
      if (sorted.own.length > 0) found.add("data sets", child.name, sorted);
      else found.foreign.push(...sorted.foreign);
    }
  }
  return await found.survey();
}
