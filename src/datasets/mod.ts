/** Data sets: found or fetched and verified (data stage), then loaded and preprocessed (compute stage). */
export type { DataShape } from "./data_shape.ts";
export type { DatasetFiles } from "./dataset_files.ts";
export type { DownloadOptions, DownloadProgress } from "./download.ts";
export { drawGlyphs, type GlyphRange, GLYPHS_SEED, GLYPHS_VERSION } from "./glyphs.ts";
export { FILE_ROLES, type FileRole } from "./idx_names.ts";
export type { Dataset, LabelledImages } from "./labelled_images.ts";
export { loadDataset } from "./load.ts";
export {
  type Manifest,
  type ManifestFile,
  manifestHosts,
  type Mirror,
  parseManifest,
  readManifest,
} from "./manifest.ts";
export type { Timeouts } from "./mirror.ts";
export { onlyClasses, subset, toUnitInterval } from "./preprocess.ts";
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
  sourceOf,
} from "./source.ts";
