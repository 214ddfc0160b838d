/** Which files of a folder this program made, told by their marks and never by their place alone. */
import { parseBoundedJson } from "../../files/bounded_json.ts";
import { MANIFEST, TEMPORARY } from "../../files/whole_folder.ts";

/** Paths below a folder: those that this program made, and foreign ones. A folder stands for all it holds. */
export interface Sorted {
  readonly own: readonly string[];
  readonly foreign: readonly string[];
}

/** What is to be said of a child: that it is ours, that it is foreign, or what lies inside. */
type Verdict = boolean | Sorted;

/** The most bytes of a manifest that is looked into. */
const MOST_MANIFEST = 1 << 16;

/** The temporary files of `writeAtomically()`, and the temporary folders of drawn data sets. */
const UNFINISHED = /^\..+\.\d+\.\d+\.tmp$/;

/** Whether a folder or file of this name is what a killed writer left. */
export function isUnfinished({ name, isDirectory }: Deno.DirEntry): boolean {
  return isDirectory && name.startsWith(TEMPORARY) || UNFINISHED.test(name);
}

/** The children of a folder by name; none where there is no such folder. */
export async function childrenOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    const found = await Array.fromAsync(Deno.readDir(folder));
    return found.sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Sorts the children of `root/path` by `verdict`; where all are ours, the folder itself is. */
export async function sortFolder(
  root: string,
  path: string,
  verdict: (child: Deno.DirEntry) => Verdict | Promise<Verdict>,
): Promise<Sorted> {
  const own: string[] = [];
  const foreign: string[] = [];
  for (const child of await childrenOf(`${root}/${path}`)) {
    const found = await verdict(child);
    const below = `${path}/${child.name}`;
    if (typeof found === "boolean") (found ? own : foreign).push(below);
    else {
      own.push(...found.own);
      foreign.push(...found.foreign);
    }
  }
  return foreign.length === 0 ? { own: [path], foreign } : { own, foreign };
}

/** The names that a manifest lists, or null where it cannot be read. */
async function listedNames(path: string): Promise<string[] | null> {
  try {
    const manifest = Object(parseBoundedJson(await Deno.readFile(path), path, MOST_MANIFEST));
    return ["files", "removed"].flatMap((key) => Object.keys(manifest[key] ?? {}));
  } catch {
    return null; // damaged: the names that our files have must do
  }
}

/** Sorts a folder with a manifest into the files that this lists and foreign ones; null where it has no manifest. */
export async function sortWholeFolder(root: string, path: string): Promise<Sorted | null> {
  const children = await childrenOf(`${root}/${path}`);
  if (!children.some(({ name, isFile }) => isFile && name === MANIFEST)) return null;
  const names = await listedNames(`${root}/${path}/${MANIFEST}`);
  const listed = (name: string) => names?.includes(name) ?? /^[a-z]+\.(json|safetensors)$/.test(name);
  return await sortFolder(
    root,
    path,
    (child) => child.isFile && (child.name === MANIFEST || listed(child.name)) || isUnfinished(child),
  );
}
