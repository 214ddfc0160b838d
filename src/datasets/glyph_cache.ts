/**
 * The glyphs on disk: four gzipped IDX files and `glyphs.json` with their digests, in a folder named after the
 * version and the sizes. Drawn once, checked on every use, and drawn again if a byte of it is wrong.
 */
import { writeAtomically } from "../files/atomic_write.ts";
import { InterruptedError } from "../errors.ts";
import { dataShapeOf } from "./data_shape.ts";
import type { DatasetFiles } from "./dataset_files.ts";
import { drawGlyphs, GLYPHS_IMAGE, GLYPHS_SEED, GLYPHS_VERSION } from "./glyphs.ts";
import { gzip } from "./gzip.ts";
import { encodeIdxImages, encodeIdxLabels } from "./idx.ts";
import { type IdxFile, readIdxFile, readIfThere } from "./idx_folder.ts";
import { FILE_ROLES, type FileRole, IDX_NAMES } from "./idx_names.ts";
import { inputsOf } from "./image_shape.ts";
import type { LabelledImages } from "./labelled_images.ts";
import { shapeIn } from "./load.ts";
import { sha256 } from "../files/sha256.ts";
import type { GlyphCounts } from "./source.ts";

/** What is in a folder of glyphs. */
type Contents = Pick<DatasetFiles, "digests" | "shape">;

/** Examples drawn between two looks at the signal, about 0.1 s. */
const BATCH = 2000;

const RECORD = "glyphs.json";

/** What is in a whole and undamaged folder, or `undefined`. */
async function checkFolder(folder: string): Promise<Contents | undefined> {
  try {
    const record = await readIfThere(`${folder}/${RECORD}`);
    if (record === undefined) return undefined;
    const recorded = JSON.parse(new TextDecoder().decode(record)).digests;
    const digests: Partial<Record<FileRole, string>> = {};
    const files: Partial<Record<FileRole, IdxFile>> = {};
    for (const role of FILE_ROLES) {
      const file = await readIdxFile(folder, role);
      if (file === undefined) return undefined;
      digests[role] = sha256(file.bytes);
      if (digests[role] !== recorded[role]) return undefined;
      files[role] = file;
    }
    const shape = shapeIn(files as Record<FileRole, IdxFile>);
    return { digests: digests as Record<FileRole, string>, shape };
  } catch {
    return undefined; // whatever is wrong with it, drawing again puts it right
  }
}

/** All examples of a split, leaving the event loop a turn now and then so that an interruption is noticed. */
async function drawSplit(
  split: "train" | "test",
  count: number,
  signal?: AbortSignal,
): Promise<LabelledImages> {
  const inputs = inputsOf(GLYPHS_IMAGE);
  const pixels = new Uint8Array(count * inputs);
  const labels = new Uint8Array(count);
  for (let from = 0; from < count; from += BATCH) {
    const part = drawGlyphs({ seed: GLYPHS_SEED, split, from, to: Math.min(count, from + BATCH) });
    pixels.set(part.pixels, from * inputs);
    labels.set(part.labels, from);
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) {
      throw new InterruptedError("Interrupted while drawing the glyphs; nothing was written");
    }
  }
  const { height, width, channels } = GLYPHS_IMAGE;
  return { count, height, width, channels, pixels, labels };
}

/** Writes the five files into `folder` and returns what is in them. */
async function drawInto(folder: string, counts: GlyphCounts, signal?: AbortSignal): Promise<Contents> {
  const train = await drawSplit("train", counts.train, signal);
  const test = await drawSplit("test", counts.test, signal);
  const contents: Record<FileRole, Uint8Array<ArrayBuffer>> = {
    "train-images": encodeIdxImages(train),
    "train-labels": encodeIdxLabels(train.labels),
    "test-images": encodeIdxImages(test),
    "test-labels": encodeIdxLabels(test.labels),
  };
  const digests: Partial<Record<FileRole, string>> = {};
  for (const role of FILE_ROLES) {
    digests[role] = sha256(contents[role]);
    await writeAtomically(`${folder}/${IDX_NAMES[role]}.gz`, await gzip(contents[role]));
  }
  const record = { schema: 1, version: GLYPHS_VERSION, seed: GLYPHS_SEED, ...counts, digests };
  await writeAtomically(
    `${folder}/${RECORD}`,
    new TextEncoder().encode(JSON.stringify(record, null, 2) + "\n"),
  );
  return { digests: digests as Record<FileRole, string>, shape: dataShapeOf({ train, test }) };
}

/** Makes the folder `<prefix>.<pid>.<n>.tmp` for the first n that is free. */
async function makeTemporary(prefix: string): Promise<string> {
  for (let n = 0;; n++) {
    const path = `${prefix}.${Deno.pid}.${n}.tmp`;
    try {
      await Deno.mkdir(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * The folder with `counts` glyphs below `cacheDir`, drawn if it is not there or not whole.
 *
 * @throws {InterruptedError} if `signal` was aborted; nothing is left behind.
 */
export async function cachedGlyphs(
  cacheDir: string,
  counts: GlyphCounts,
  signal?: AbortSignal,
): Promise<Contents & { folder: string; origin: "cache" | "drawn" }> {
  const name = `glyphs-${GLYPHS_VERSION}-${counts.train}-${counts.test}`;
  const folder = `${cacheDir}/${name}`;
  const cached = await checkFolder(folder);
  if (cached !== undefined) return { folder, ...cached, origin: "cache" };

  await Deno.mkdir(cacheDir, { recursive: true });
  const temporary = await makeTemporary(`${cacheDir}/.${name}`);
  try {
    const drawn = await drawInto(temporary, counts, signal);
    // Another process may have drawn the same meanwhile: a folder that is whole is as good as ours.
    if (await checkFolder(folder) === undefined) {
      await Deno.remove(folder, { recursive: true }).catch(() => {});
      await Deno.rename(temporary, folder).catch(async (error) => {
        if (await checkFolder(folder) === undefined) throw error;
      });
    }
    return { folder, ...drawn, origin: "drawn" };
  } finally {
    await Deno.remove(temporary, { recursive: true }).catch(() => {}); // it is gone if it was renamed
  }
}
