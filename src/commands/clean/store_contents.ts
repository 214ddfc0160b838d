/** What a store holds: entries, checkpoints and remains of verifications, each told by its marks. */
import { STORE_CACHE } from "../../project/cache.ts";
import { CHECKPOINTS, DATASETS, isDatasetRecord, isOfVersion1, peekKind } from "../../runs/mod.ts";
import { childrenOf, isUnfinished, type Sorted, sortFolder, sortWholeFolder } from "./own_files.ts";
import { Collection, type Contents, type Survey } from "./survey.ts";

/** The folder of a store in which verifications compute. */
export const VERIFICATIONS = "verify";

const PREFIX = /^[0-9a-f]{2}$/;
const KEY = /^[0-9a-f]{64}$/;
const EPOCH = /^\d{6}$/;
const PROCESS = /^\d+$/;

/** Kinds of entries in words. */
const KINDS: Readonly<Record<string, Contents["kind"]>> = {
  fit: "fitted preprocessings",
  train: "training runs",
  measure: "measurements",
};

/** The kind of an entry; one that is damaged has no parameters that are worth keeping. */
async function kindOf(store: string, key: string): Promise<Contents["kind"]> {
  if (await isOfVersion1(store, key)) return "runs of older versions";
  return KINDS[String(await peekKind(store, key))] ?? "measurements";
}

/** Checkpoints of one run: folders of epochs with a manifest, and what a killed writer left. */
function sortCheckpoints(store: string, path: string): Promise<Sorted> {
  return sortFolder(store, path, async (child) => {
    if (isUnfinished(child)) return true;
    return child.isDirectory && EPOCH.test(child.name) &&
        await sortWholeFolder(store, `${path}/${child.name}`) || false;
  });
}

/** What is ours of the store in `store/path`, in which a verification computed. */
async function sortVerification(store: string, path: string): Promise<Sorted> {
  const { contents, foreign } = await surveyStore(`${store}/${path}`);
  if (foreign.length === 0) return { own: [path], foreign: [] };
  const whole = (below: string) => `${path}/${below}`;
  return { own: contents.flatMap(({ paths }) => paths.map(whole)), foreign: foreign.map(whole) };
}

/** Surveys a store. */
export async function surveyStore(store: string): Promise<Survey> {
  const found = new Collection(store);
  const inside: Record<string, (path: string, child: Deno.DirEntry) => Promise<boolean>> = {
    [DATASETS]: () => Promise.resolve(false),
    async [CHECKPOINTS](path, { name }) {
      if (!KEY.test(name)) return false;
      const sorted = await sortCheckpoints(store, path);
      if (sorted.own.length > 0) found.add("checkpoints", path, sorted);
      else found.foreign.push(...sorted.foreign);
      return true;
    },
    async [VERIFICATIONS](path, { name }) {
      if (!PROCESS.test(name)) return false;
      const sorted = await sortVerification(store, path);
      if (sorted.own.length > 0) found.add("remains of verifications", path, sorted);
      else found.foreign.push(...sorted.foreign);
      return true;
    },
  };
  for (const folder of await childrenOf(store)) {
    if (folder.name === STORE_CACHE) continue; // which is surveyed as a cache
    const sort = PREFIX.test(folder.name)
      ? (path: string, child: Deno.DirEntry) => addEntry(store, path, child, found)
      : inside[folder.name];
    if (sort === undefined || !folder.isDirectory) {
      found.foreign.push(folder.name);
      continue;
    }
    for (const child of await childrenOf(`${store}/${folder.name}`)) {
      if (folder.name === DATASETS && isDatasetRecord(child.name)) {
        found.add("records of data sets", `${DATASETS}/${child.name}`);
        continue;
      }
      const path = `${folder.name}/${child.name}`;
      if (isUnfinished(child)) found.add("unfinished files", path);
      else if (!child.isDirectory || !await sort(path, child)) found.foreign.push(path);
    }
  }
  return await found.survey();
}

/** Adds an entry by its kind; false where it is none, by its name or for want of a manifest. */
async function addEntry(
  store: string,
  path: string,
  { name }: Deno.DirEntry,
  found: Collection,
): Promise<boolean> {
  if (!KEY.test(name) || !path.startsWith(name.slice(0, 2))) return false;
  const sorted = await sortWholeFolder(store, path);
  if (sorted === null) return false;
  found.add(await kindOf(store, name), path, sorted);
  return true;
}

/** What a store holds; kinds of which there is nothing are left out. */
export async function describeStore(store: string): Promise<readonly Contents[]> {
  return (await surveyStore(store)).contents;
}
