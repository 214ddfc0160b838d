/**
 * Which data set is meant, before anything of it is on disk. A command line, a receipt or a record names one in text;
 * that is parsed once, and what comes after takes the value.
 */
import { UsageError } from "../errors.ts";
import { suggestion } from "../text/nearest.ts";

/** How many glyphs to draw. */
export interface GlyphCounts {
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
}

/** A data set that can be provided. */
export type DatasetSource =
  | {
    readonly kind: "mnist";
    /** How many glyphs stand in where MNIST cannot be had; absent: none do, and that is an error. */
    readonly standIn?: GlyphCounts;
  }
  | { readonly kind: "glyphs"; readonly counts: GlyphCounts }
  | {
    readonly kind: "idx";
    /** The folder of the user's own IDX files. */
    readonly folder: string;
  };

/** What a user may call a data set; how many glyphs that means is for the profile to say. */
export type DatasetWord =
  | { readonly kind: "mnist" }
  | { readonly kind: "glyphs" }
  | Extract<DatasetSource, { kind: "idx" }>;

/** A kind of data set, as receipts name it. */
export type DatasetKind = DatasetSource["kind"];

/** The name of a data set in reports, records and claims. */
export type DatasetName = Exclude<DatasetKind, "idx"> | `idx:${string}`;

const IDX = "idx:";

/** The name of a data set. */
export function nameOf(source: DatasetSource | DatasetWord): DatasetName {
  return source.kind === "idx" ? `${IDX}${source.folder}` : source.kind;
}

/** The kind of the data set with that name. */
export function kindOf(name: string): DatasetKind {
  return parseDataset(name).kind;
}

/**
 * What `mnist`, `glyphs` or `idx:DIR` means.
 *
 * @throws {UsageError} for any other text
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseDataset("idx:my digits"), { kind: "idx", folder: "my digits" });
 * ```
 */
export function parseDataset(text: string): DatasetWord {
  if (text === "mnist" || text === "glyphs") return { kind: text };
  if (!text.startsWith(IDX)) {
    throw new UsageError(
      `Unknown data set "${text}"${suggestion(text, ["mnist", "glyphs"])}: expected mnist, glyphs or idx:DIR`,
    );
  }
  if (text === IDX) {
    throw new UsageError('Unknown data set "idx:": expected a folder after the colon, as in idx:DIR');
  }
  return { kind: "idx", folder: text.slice(IDX.length) };
}

/** The data set of that word, with so many glyphs where it is drawn. */
export function sourceOf(word: DatasetWord, counts: GlyphCounts): DatasetSource {
  return word.kind === "glyphs" ? { kind: "glyphs", counts } : word;
}

/** Whether two sources give the same data set, when both can be had. */
export function sameSource(one: DatasetSource, other: DatasetSource): boolean {
  if (one.kind !== "glyphs" || other.kind !== "glyphs") return nameOf(one) === nameOf(other);
  return one.counts.train === other.counts.train && one.counts.test === other.counts.test;
}
