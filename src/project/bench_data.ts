/** MNIST for the benchmark, which does without where the files are not at hand and never downloads them. */
import { parseIdxImages } from "../datasets/idx.ts";
import { readIdxFile } from "../datasets/idx_folder.ts";
import { CACHE } from "./cache.ts";
import { rootPath } from "./root.ts";

/** The pixels of the training images in `dataDir` or the project's cache, or null where there are none. */
export async function loadMnistIfPresent(dataDir: string | null): Promise<Uint8Array | null> {
  for (const folder of [dataDir, rootPath(CACHE)]) {
    if (folder === null) continue;
    const file = await readIdxFile(`${folder}/mnist`, "train-images").catch(() => undefined);
    if (file) return parseIdxImages(file.bytes, file.path).pixels;
  }
  return null;
}
