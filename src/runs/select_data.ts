/** The part of a data set that a run works on. */
import { type Dataset, type LabelledImages, onlyClasses, subset } from "../datasets/mod.ts";
import { UnsuitableDataError } from "../errors.ts";
import type { DataSelection } from "./spec.ts";

/**
 * The selected images; with `classes`, labels are positions in that list.
 *
 * @throws {UnsuitableDataError} when the data set is too small or lacks one of the classes
 */
export function selectData(dataset: Dataset, { split, from, to, classes }: DataSelection): LabelledImages {
  const all = dataset[split];
  if (to > all.count) {
    throw new UnsuitableDataError(
      `Cannot take images ${from} to ${to} of ${dataset.name}: its ${split} set has ${all.count}`,
    );
  }
  const images = subset(all, from, to);
  if (classes === null) return images;
  const kept = onlyClasses(images, classes);
  for (const k of classes) {
    if (!kept.labels.includes(k)) {
      throw new UnsuitableDataError(
        `Cannot tell class ${k} from others: ${dataset.name} has no example of it`,
      );
    }
  }
  return { ...kept, labels: kept.labels.map((label) => classes.indexOf(label)) };
}
