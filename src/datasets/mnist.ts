/** MNIST on disk: a folder of the user's that must be right, or our cache, which is repaired from the mirrors. */
import { DataError } from "../errors.ts";
import type { DatasetFiles } from "./dataset_files.ts";
import { downloadFile, type DownloadOptions } from "./download.ts";
import { filesIn, type IdxFile, isFolder, namesIn, readIdxFile } from "./idx_folder.ts";
import { FILE_ROLES, type FileRole, listed } from "./idx_names.ts";
import { shapeIn } from "./load.ts";
import type { Manifest } from "./manifest.ts";
import { sha256 } from "../files/sha256.ts";

/** MNIST is neither cached nor, for the reason in the message, to be downloaded; nothing on disk is wrong. */
export class MnistUnavailableError extends DataError {}

/** The layout we expect, for messages. */
const LAYOUT = FILE_ROLES.length + " files mnist/*-ubyte.gz (train-images-idx3-ubyte.gz and so on)";

function digestsOf(manifest: Manifest): Record<FileRole, string> {
  return Object.fromEntries(FILE_ROLES.map((role) => [role, manifest.files[role].sha256])) as Record<
    FileRole,
    string
  >;
}

/** Where below a data directory MNIST is: in our layout, torchvision's, or in the directory itself. */
async function mnistFolderIn(dataDir: string): Promise<string> {
  for (const folder of [`${dataDir}/mnist`, `${dataDir}/MNIST/raw`, dataDir]) {
    if (Object.keys((await filesIn(folder)).names).length > 0) return folder;
  }
  return `${dataDir}/mnist`;
}

/**
 * Checks the MNIST files of a folder that the user named.
 *
 * @param dataDir the folder above `mnist/` (or torchvision's `MNIST/raw/`) or that of the files, from `--data-dir` or `HARNESSING_DATA`.
 * @throws {DataError} if the folder or a file is missing, damaged or of another digest.
 */
export async function mnistInDataDir(dataDir: string, manifest: Manifest): Promise<DatasetFiles> {
  if (!await isFolder(dataDir)) {
    throw new DataError(
      `Cannot use the data directory ${dataDir}: it is not a folder; --data-dir or HARNESSING_DATA must name a folder with ${LAYOUT}`,
    );
  }
  const folder = await mnistFolderIn(dataDir);
  const files: Partial<Record<FileRole, IdxFile>> = {};
  for (const role of FILE_ROLES) {
    const expected = manifest.files[role];
    const file = await readIdxFile(folder, role, expected.bytes);
    if (file === undefined) {
      throw new DataError(
        `Cannot use the data directory ${dataDir}: there is no ${
          folder === dataDir ? "" : folder.slice(dataDir.length + 1) + "/"
        }${expected.name}, ${
          listed(await namesIn(await isFolder(folder) ? folder : dataDir))
        }; --data-dir or HARNESSING_DATA must name a folder with ${LAYOUT}`,
      );
    }
    const digest = sha256(file.bytes);
    if (digest !== expected.sha256) {
      throw new DataError(
        `Cannot use ${file.path}: SHA-256 of its content is ${digest}, expected ${expected.sha256}; put the original file there`,
      );
    }
    files[role] = file;
  }
  return {
    ...{ name: "mnist", folder, digests: digestsOf(manifest) },
    ...{ shape: shapeIn(files as Record<FileRole, IdxFile>), origin: "data-dir", notices: [] },
  };
}

/** What stands in the cache under a role: the right file, none, or a wrong one with what is wrong. */
async function cacheState(
  folder: string,
  role: FileRole,
  manifest: Manifest,
): Promise<IdxFile | "missing" | DataError> {
  const expected = manifest.files[role];
  try {
    const file = await readIdxFile(folder, role, expected.bytes);
    if (file === undefined) return "missing";
    const digest = sha256(file.bytes);
    if (digest === expected.sha256) return file;
    return new DataError(
      `Cannot use ${file.path}: SHA-256 of its content is ${digest}, expected ${expected.sha256}`,
    );
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

/**
 * MNIST in `<cacheDir>/mnist`, with missing and damaged files downloaded.
 *
 * @throws {MnistUnavailableError} if a file is missing and cannot be downloaded.
 * @throws {DataError} if a cached file is damaged and cannot be downloaded.
 * @throws {InterruptedError} if the signal was aborted.
 */
export async function mnistInCache(
  cacheDir: string,
  manifest: Manifest,
  offline: boolean,
  options: DownloadOptions,
): Promise<DatasetFiles> {
  const folder = `${cacheDir}/mnist`;
  const notices: string[] = [];
  const files: Partial<Record<FileRole, IdxFile>> = {};
  let origin: "cache" | "download" = "cache";
  for (const role of FILE_ROLES) {
    const state = await cacheState(folder, role, manifest);
    if (state !== "missing" && !(state instanceof DataError)) {
      files[role] = state;
      continue;
    }
    if (offline) {
      if (state === "missing") {
        throw new MnistUnavailableError(
          `Cannot find ${folder}/${manifest.files[role].name}, and --offline forbids to download it`,
        );
      }
      throw new DataError(`${state.message}; run it again without --offline, or remove the file`);
    }
    try {
      await Deno.mkdir(folder, { recursive: true });
      const bytes = await downloadFile(manifest.files[role], folder, options);
      files[role] = { path: `${folder}/${manifest.files[role].name}`, bytes };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      if (state === "missing") throw new MnistUnavailableError(error.message, { cause: error });
      throw new DataError(`${state.message}. ${error.message}`, { cause: error });
    }
    origin = "download";
    if (state !== "missing") notices.push(`${state.message}; it was downloaded again.`);
  }
  return {
    ...{ name: "mnist", folder, digests: digestsOf(manifest) },
    ...{ shape: shapeIn(files as Record<FileRole, IdxFile>), origin, notices },
  };
}
