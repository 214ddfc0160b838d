/** MNIST for the benchmark, which does without where the files are not at hand and never downloads them. */
import { parseIdxImages } from "../datasets/idx.ts";
import { readIdxFile } from "../datasets/idx_folder.ts";
import { rootPath } from "./root.ts";

/** The pixels of the training images, or null where there are none. */
export async function loadMnistIfPresent(dataDir: string | undefined): Promise<Uint8Array | null> {
  for (const folder of [dataDir, rootPath("data/cache")]) {
    if (!folder) continue;
    const file = await readIdxFile(`${folder}/mnist`, "train-images").catch(() => undefined);
    if (file) return parseIdxImages(file.bytes, file.path).pixels;
  }
  return null;
}
