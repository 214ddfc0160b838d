/** Executes the fitting of a preprocessing, and gives its parents' preprocessing to runs that depend on one. */
import type { Dataset, LabelledImages, Pixels } from "../datasets/mod.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import {
  fitPreprocessing,
  type FittedPreprocessing,
  fittedShapes,
  preprocess,
} from "../preprocessing/mod.ts";
import { fitFiles } from "./outcome.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { selectData } from "./select_data.ts";
import type { FitPlan } from "./spec.ts";

/** What a run makes of the images of its data set before it uses them. */
export type Preprocess = (images: LabelledImages) => LabelledImages<Pixels>;

/** What a fitted preprocessing makes of images. */
export function preprocessBy(fitted: FittedPreprocessing): Preprocess {
  return (images) => preprocess(fitted, images);
}

/**
 * Fits the preprocessing of a specification to the images that it names.
 *
 * @throws {UnsuitableDataError} when the data set has too few images
 */
export function fit({ preprocessing, data }: FitPlan, dataset: Dataset): FittedPreprocessing {
  return fitPreprocessing(preprocessing, selectData(dataset, data));
}

/**
 * Fits and returns the files of what was found.
 *
 * @throws {UnsuitableDataError} when the data set has too few images
 */
export function executeFit(spec: FitPlan, dataset: Dataset): EntryFiles {
  const images = selectData(dataset, spec.data);
  const { preprocessing, tensors } = fitPreprocessing(spec.preprocessing, images);
  const stored = Object.entries(fittedShapes(preprocessing, images)).map(([name, shape]) =>
    [name, { shape, values: tensors[name]! }] as const
  );
  return fitFiles({ images: images.count }, encodeSafetensors(Object.fromEntries(stored)));
}
