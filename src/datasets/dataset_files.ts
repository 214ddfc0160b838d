/** What the data stage hands to the compute stage: where the files of a data set are and which bytes they must have. */
import type { DataShape } from "./data_shape.ts";
import type { FileRole } from "./idx_names.ts";
import type { DatasetName } from "./source.ts";

/** SHA-256 of the decoded bytes of each file of a data set: what a run's key is made of. */
export type Digests = Readonly<Record<string, string>>;

/** Which data set: what reports call it, and the bytes that it is. */
export interface DatasetIdentity {
  /** `mnist`, `glyphs` or `idx:DIR`. */
  readonly name: string;
  /** By role: `train-images`, … */
  readonly digests: Digests;
}

/** A data set on disk, checked. A plain JSON value. */
export interface DatasetFiles extends DatasetIdentity {
  /** What was provided, which is not always what was asked for: see `provideDataset()`. */
  readonly name: DatasetName;
  /** The folder with the four IDX files. */
  readonly folder: string;
  /** SHA-256 of the decoded bytes of each file. */
  readonly digests: Readonly<Record<FileRole, string>>;
  /** How large it is. */
  readonly shape: DataShape;
  /** Where they came from. */
  readonly origin: "data-dir" | "cache" | "download" | "drawn" | "folder";
  /** What the user should read, in whole sentences. */
  readonly notices: readonly string[];
}

/** Whether two data sets have the same bytes, whatever they are called. */
export function sameDigests(one: Digests, other: Digests): boolean {
  const roles = Object.keys(one);
  return roles.length === Object.keys(other).length && roles.every((role) => one[role] === other[role]);
}
