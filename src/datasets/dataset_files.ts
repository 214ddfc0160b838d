/** What the data stage hands to the compute stage: where the files of a data set are and which bytes they must have. */
import type { DataShape } from "./data_shape.ts";
import type { FileRole } from "./idx_names.ts";
import type { DatasetName } from "./source.ts";

/** A data set on disk, checked. A plain JSON value. */
export interface DatasetFiles {
  /** What was provided, which is not always what was asked for: see `provideDataset()`. */
  readonly name: DatasetName;
  /** The folder with the four IDX files. */
  readonly folder: string;
  /** SHA-256 of the decoded bytes of each file: what a run's key is made of. */
  readonly digests: Readonly<Record<FileRole, string>>;
  /** How large it is. */
  readonly shape: DataShape;
  /** Where they came from. */
  readonly origin: "data-dir" | "cache" | "download" | "drawn" | "folder";
  /** What the user should read, in whole sentences. */
  readonly notices: readonly string[];
}
