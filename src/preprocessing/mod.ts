/** Preprocessing that is fitted to images and turns bytes into float32 pixels. @module */
export { PREPROCESSING, type Preprocessing, PREPROCESSING_VERSIONS } from "./kinds.ts";
export { fitPreprocessing, type FittedPreprocessing, fittedShapes, preprocess } from "./preprocess.ts";
export type { PreprocessingKind } from "./preprocessing_kind.ts";
export type { Standardise } from "./standardise.ts";
