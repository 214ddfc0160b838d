/**
 * The data stage: makes sure that the files of a data set are on disk and right, and says where. The only part of
 * the program that may use the network. What was asked for is never replaced by something else: the built-in glyphs
 * stand in for MNIST only where the user asked for nothing in particular.
 */
import { DataError, HarnessingError } from "../errors.ts";
import type { DatasetFiles } from "./dataset_files.ts";
import type { DownloadOptions } from "./download.ts";
import { cachedGlyphs } from "./glyph_cache.ts";
import type { Manifest } from "./manifest.ts";
import { mnistInCache, mnistInDataDir, MnistUnavailableError } from "./mnist.ts";
import { ownData } from "./own_data.ts";
import type { DatasetSource, GlyphCounts } from "./source.ts";

/** What to provide and from where. */
export interface ProvideOptions extends DownloadOptions {
  /** Which data set. */
  readonly source: DatasetSource;
  /** `--data-dir` or `HARNESSING_DATA`; undefined = not given. */
  readonly dataDir?: string | undefined;
  /** Where downloads and drawings are kept; made when needed. */
  readonly cacheDir: string;
  /** Where MNIST can be had and what its bytes are. */
  readonly manifest: Manifest;
  /** Never use the network. */
  readonly offline: boolean;
}

async function glyphs(
  counts: GlyphCounts,
  { cacheDir, signal }: ProvideOptions,
  notices: readonly string[] = [],
): Promise<DatasetFiles> {
  return { name: "glyphs", ...await cachedGlyphs(cacheDir, counts, signal), notices };
}

async function mnist(standIn: GlyphCounts | undefined, options: ProvideOptions): Promise<DatasetFiles> {
  const { dataDir, cacheDir, manifest, offline } = options;
  if (dataDir !== undefined) return await mnistInDataDir(dataDir, manifest);
  try {
    return await mnistInCache(cacheDir, manifest, offline, options);
  } catch (error) {
    if (standIn === undefined || !(error instanceof MnistUnavailableError)) throw error;
    return await glyphs(standIn, options, [
      `MNIST is not available, so the built-in glyphs are used instead: no number is comparable with the paper's. ` +
      `${error.message}. To use MNIST, run "deno task data" with a network, or name a folder that holds ` +
      `mnist/*-ubyte.gz with --data-dir DIR or HARNESSING_DATA.`,
    ]);
  }
}

/** `provideDataset()` but for errors of the file system. */
async function provide(options: ProvideOptions): Promise<DatasetFiles> {
  const { source } = options;
  switch (source.kind) {
    case "mnist":
      return await mnist(source.standIn, options);
    case "glyphs":
      return await glyphs(source.counts, options);
    case "idx":
      return await ownData(source.folder);
  }
}

/**
 * Provides a data set and returns what `loadDataset()` needs.
 *
 * @throws {DataError} if the data are missing, unreachable, damaged or of another digest.
 * @throws {InterruptedError} if `signal` was aborted; nothing half-written is left.
 */
export async function provideDataset(options: ProvideOptions): Promise<DatasetFiles> {
  try {
    return await provide(options);
  } catch (error) {
    // The file system's own errors have a code, such as EACCES or ENOSPC; reading them is dealt with where we read.
    if (error instanceof HarnessingError || !(error instanceof Error && "code" in error)) throw error;
    throw new DataError(
      `Cannot write below ${options.cacheDir}: ${error.message}; expected a folder with write permission and free space`,
      { cause: error },
    );
  }
}
