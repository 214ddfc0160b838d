/** Data sets: found or fetched and verified (data stage), then loaded and preprocessed (compute stage). */
export { type DataShape, MNIST_SHAPE } from "./data_shape.ts";
export { type DatasetFiles, type DatasetIdentity, type Digests, sameDigests } from "./dataset_files.ts";
export type { DownloadOptions, DownloadProgress } from "./download.ts";
export { drawGlyphs, type GlyphRange, GLYPHS_IMAGE, GLYPHS_SEED, GLYPHS_VERSION } from "./glyphs.ts";
export { type ImageShape, inputsOf } from "./image_shape.ts";
export { FILE_ROLES, type FileRole } from "./idx_names.ts";
export { type Dataset, type LabelledImages, MOST_CLASSES } from "./labelled_images.ts";
export { loadDataset } from "./load.ts";
export { datasetLoader, type Loader } from "./loader.ts";
export {
  type Manifest,
  type ManifestFile,
  manifestHosts,
  type Mirror,
  parseManifest,
  readManifest,
} from "./manifest.ts";
export type { Timeouts } from "./mirror.ts";
export { onlyClasses, subset } from "./parts.ts";
export { intoRange, LEVELS, nearestBytes, PIXEL_RANGE, type Pixels, unitPixels } from "./pixels.ts";
export { provideDataset, type ProvideOptions } from "./provide.ts";
export {
  type DatasetKind,
  type DatasetName,
  type DatasetSource,
  type DatasetWord,
  type GlyphCounts,
  kindOf,
  nameOf,
  parseDataset,
  sameSource,
  sourceOf,
} from "./source.ts";
