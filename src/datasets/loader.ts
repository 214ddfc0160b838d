/** The data sets that a process may need: each is loaded when it is first asked for, once. */
import { DataError } from "../errors.ts";
import { type DatasetFiles, type Digests, sameDigests } from "./dataset_files.ts";
import type { Dataset } from "./labelled_images.ts";
import { loadDataset } from "./load.ts";

/** Gives the data set with these digests. */
export type Loader = (digests: Digests) => Promise<Dataset>;

/**
 * A loader of some data sets; what it gives throws
 *
 * - a `DataError` where none of them has the digests, or its files are gone or damaged.
 */
export function datasetLoader(datasets: readonly DatasetFiles[]): Loader {
  const loading = new Map<DatasetFiles, Promise<Dataset>>();
  return async (digests) => {
    const files = datasets.find((each) => sameDigests(each.digests, digests));
    if (files === undefined) {
      const names = datasets.map(({ name }) => name).join(", ") || "none";
      throw new DataError(
        `Cannot load a data set: none has the digests ${
          Object.values(digests).join(", ")
        }; expected one of ${names}`,
      );
    }
    if (!loading.has(files)) loading.set(files, loadDataset(files));
    return await loading.get(files)!;
  };
}
