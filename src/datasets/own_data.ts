/** A folder of the user's own as a data set, in MNIST's layout, torchvision's or that of a set with MNIST's format. */
import { DataError } from "../errors.ts";
import { foldersIn } from "../files/whole_folder.ts";
import { sha256 } from "../files/sha256.ts";
import { dataShapeOf } from "./data_shape.ts";
import type { DatasetFiles } from "./dataset_files.ts";
import { filesIn, type IdxFile, isFolder, namesIn, readIdxFile } from "./idx_folder.ts";
import { FILE_ROLES, type FileRole, IDX_NAMES, listed } from "./idx_names.ts";
import { parseSplits } from "./load.ts";

async function holdsIdx(folder: string): Promise<boolean> {
  return Object.keys((await filesIn(folder)).names).length > 0;
}

/**
 * Where the IDX files of a folder are: in itself, in `raw`, or in torchvision's `<name of the set>/raw`.
 *
 * @returns the folder itself where there are none.
 * @throws {DataError} if there are several such folders.
 */
async function idxFolderIn(folder: string): Promise<string> {
  if (await holdsIdx(folder)) return folder;
  const below: string[] = [];
  for (const name of ["raw", ...(await foldersIn(folder)).map((set) => `${set}/raw`)]) {
    if (await holdsIdx(`${folder}/${name}`)) below.push(name);
  }
  if (below.length > 1) {
    throw new DataError(
      `Cannot choose a data set in ${folder}: ${listed(below)}, expected one of them; name that folder`,
    );
  }
  return below.length === 1 ? `${folder}/${below[0]}` : folder;
}

async function readAll(folder: string): Promise<Record<FileRole, IdxFile>> {
  const files: Partial<Record<FileRole, IdxFile>> = {};
  for (const role of FILE_ROLES) {
    const file = await readIdxFile(folder, role);
    if (file === undefined) {
      throw new DataError(
        `Cannot use the data set idx:${folder}: there is neither ${IDX_NAMES[role]}.gz nor ${
          IDX_NAMES[role]
        }; ${listed(await namesIn(folder))}`,
      );
    }
    files[role] = file;
  }
  return files as Record<FileRole, IdxFile>;
}

/** What the user should know of the files that were taken and of their labels. */
async function noticesOf(folder: string, labels: Uint8Array): Promise<string[]> {
  const { ignored } = await filesIn(folder);
  const notices: string[] = [];
  if (ignored.length > 0) {
    const used = new Set(ignored.map(({ taken }) => taken));
    const others = ignored.map(({ name }) => name);
    notices.push(
      `${folder} holds several files for one part of the data set; used: ${[...used].join(", ")}; ignored: ${
        others.join(", ")
      }.`,
    );
  }
  const [least, most] = labels.reduce(([a, b], label) => [Math.min(a, label), Math.max(b, label)], [255, 0]);
  if (least > 0) {
    notices.push(
      `The labels in ${folder} go from ${least} to ${most}: models have ${
        most + 1
      } classes, and those below ${least} stay empty.`,
    );
  }
  return notices;
}

/**
 * The data set `idx:DIR`.
 *
 * @throws {DataError} if a file is missing or damaged, or the files do not belong together.
 */
export async function ownData(named: string): Promise<DatasetFiles> {
  if (!await isFolder(named)) {
    throw new DataError(
      `Cannot use the data set idx:${named}: it is not a folder; expected one with ${
        Object.values(IDX_NAMES).join(", ")
      }, each plain or with .gz`,
    );
  }
  const folder = await idxFolderIn(named);
  const files = await readAll(folder);
  const splits = parseSplits(files);
  const digests = Object.fromEntries(FILE_ROLES.map((role) => [role, sha256(files[role].bytes)]));
  return {
    name: `idx:${named}`,
    folder,
    digests: digests as Record<FileRole, string>,
    shape: dataShapeOf(splits),
    origin: "folder",
    notices: await noticesOf(folder, splits.train.labels),
  };
}
