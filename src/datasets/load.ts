/** The compute stage's way to the data: read only, and believing nothing that the data stage found a moment ago. */
import { DataError } from "../errors.ts";
import { type DataShape, dataShapeOf } from "./data_shape.ts";
import type { DatasetFiles } from "./dataset_files.ts";
import { parseIdxImages, parseIdxLabels } from "./idx.ts";
import { type IdxFile, readIdxFile } from "./idx_folder.ts";
import { FILE_ROLES, type FileRole, IDX_NAMES } from "./idx_names.ts";
import type { Dataset, LabelledImages } from "./labelled_images.ts";
import { sha256 } from "../files/sha256.ts";

/**
 * Parses the four files of a data set and checks that they belong together.
 *
 * @throws {DataError} if a file is not IDX, or the counts or image sizes do not agree.
 */
export function parseSplits(
  files: Readonly<Record<FileRole, IdxFile>>,
): { train: LabelledImages; test: LabelledImages } {
  const path = (role: FileRole) => files[role].path;
  const split = (images: FileRole, labels: FileRole): LabelledImages => {
    const parsed = {
      ...parseIdxImages(files[images].bytes, path(images)),
      channels: 1,
      labels: parseIdxLabels(files[labels].bytes, path(labels)),
    };
    if (parsed.count !== parsed.labels.length) {
      throw new DataError(
        `Cannot use ${
          path(labels)
        }: it has ${parsed.labels.length} labels, expected ${parsed.count} as there are images in ${
          path(images)
        }`,
      );
    }
    return parsed;
  };
  const train = split("train-images", "train-labels");
  const test = split("test-images", "test-labels");
  if (train.height !== test.height || train.width !== test.width) {
    throw new DataError(
      `Cannot use ${
        path("test-images")
      }: its images are ${test.height} x ${test.width} pixels, expected ${train.height} x ${train.width} as in ${
        path("train-images")
      }`,
    );
  }
  return { train, test };
}

/**
 * The shape of the data set in these four files.
 *
 * @throws {DataError} as `parseSplits()`
 */
export function shapeIn(files: Readonly<Record<FileRole, IdxFile>>): DataShape {
  return dataShapeOf(parseSplits(files));
}

/**
 * Loads a data set that `provideDataset()` provided.
 *
 * @throws {DataError} if a file is gone, damaged or not the one whose digest is in `files`.
 */
export async function loadDataset(files: DatasetFiles): Promise<Dataset> {
  const found: Partial<Record<FileRole, IdxFile>> = {};
  for (const role of FILE_ROLES) {
    const file = await readIdxFile(files.folder, role);
    if (file === undefined) {
      throw new DataError(
        `Cannot find ${files.folder}/${IDX_NAMES[role]}.gz: it was there before; run the command again`,
      );
    }
    const digest = sha256(file.bytes);
    if (digest !== files.digests[role]) {
      throw new DataError(
        `Cannot use ${file.path}: SHA-256 of its content is ${digest}, expected ${
          files.digests[role]
        }; it changed since it was checked, run the command again`,
      );
    }
    found[role] = file;
  }
  return { name: files.name, ...parseSplits(found as Record<FileRole, IdxFile>) };
}
