/**
 * What the report is made of: one plain JSON-like value. The report knows no tensor, no run and no file, so it can
 * be drawn again from stored results, on another machine, without training anything.
 */

import type { Choice } from "../claims/choices.ts";
import type { Verdict } from "../claims/claim.ts";
import type { Erratum } from "../claims/errata.ts";
import type { ClaimResult } from "../claims/result.ts";
import type { ImageShape } from "../datasets/mod.ts";

export type { Choice, ClaimResult, Erratum, Verdict };

/** A training run and the digests that identify its result. */
export interface RunRow {
  /** A name for people: "maxout 240, adversarial". */
  readonly label: string;
  readonly seed: number;
  /** SHA-256 of the run's specification, data and engine, in hexadecimal. */
  readonly key: string;
  readonly parametersSha256: string;
  /** Last link of the hash chain over the epochs. */
  readonly chainHead: string;
}

/** One check that an attack of an experiment is what it claims to be. */
export interface SanityRow {
  readonly experiment: string;
  readonly model: string;
  readonly attack: string;
  readonly check: string;
  readonly holds: boolean;
  /** What was found, in the unit that `check` names. */
  readonly value: number;
  readonly seed: number;
}

/** A data set as a report knows it. */
export interface ReportedData {
  readonly name: string;
  readonly digests: Readonly<Record<string, string>>;
  /** The shape of the images; null where that is not known. */
  readonly image: ImageShape | null;
  /** Number of classes; null where that is not known. */
  readonly classes: number | null;
}

/** Everything that a report shows. */
export interface ReportData {
  readonly profile: "smoke" | "quick" | "standard" | "full";
  /** `mnist`, `glyphs` or `idx:…`. */
  readonly dataset: string;
  /** What was asked for besides: the words of `--claims` (none: all) and the seeds (null: the profile's own). */
  readonly invocation: { readonly claims: readonly string[]; readonly seeds: readonly number[] | null };
  /** Sentences that stand first and last, such as "MNIST could not be downloaded". */
  readonly notices: readonly string[];
  readonly claims: readonly ClaimResult[];
  readonly runs: readonly RunRow[];
  /**
   * The measuring runs behind the claims' values, by the keys of their entries in the store: the parameters that they
   * were run with (ε, numbers of images), and the ε by which their trainings were watched on validation images.
   */
  readonly measurements: readonly {
    readonly experiment: string;
    readonly seed: number;
    readonly key: string;
    readonly parameters: unknown;
    readonly watchedBy: readonly number[];
  }[];
  /** Rows of figure data by name of the figure; a missing or empty table leaves its figure out. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly sanity: readonly SanityRow[];
  readonly choices: readonly Choice[];
  readonly errata: readonly Erratum[];
  /** Properties of the determinism contract that were checked, such as "1 and 2 threads agree". */
  readonly invariances: readonly { readonly name: string; readonly holds: boolean }[];
  /** `threads` belongs to the machine: it appears only where `environment` does. `wasm` is a SHA-256. */
  readonly engine: { readonly class: string; readonly threads: number; readonly wasm: string };
  /** What the report is about. */
  readonly data: ReportedData;
  /** Data sets that some experiments are about instead. */
  readonly otherData: readonly (ReportedData & {
    readonly experiments: readonly string[];
    /** The tables that these have written. */
    readonly tables: readonly string[];
  })[];
  /** CPU, date, commit, times: shown only in `environment.json` and in the page's Environment section. */
  readonly environment: Readonly<Record<string, string | number>>;
}
