/**
 * What the launcher and its stages say to each other: one JSON value per line, requests on the child's standard
 * input, replies on its standard output. Everything in them is plain data.
 */
import type { DatasetFiles, DatasetSource, Digests } from "../datasets/mod.ts";
import type { RunRequest } from "../execution/execute_run.ts";
import type { FinishedRun } from "../execution/executor.ts";
import type { ReportData } from "../report/mod.ts";
import type { DatasetRecord, FitSpec, PublishedTraining, SegmentResult, TrainSpec } from "../runs/mod.ts";

/** An error as it crosses a process boundary. */
export interface ErrorMessage {
  readonly type: "error";
  readonly message: string;
  /** The documented exit code. */
  readonly exitCode: number;
  /** The data set does not suit the run: an \`UnsuitableDataError\`. */
  readonly unsuitable?: true;
}

/** To the data stage. */
export interface DataRequest {
  readonly dataset: DatasetSource;
  readonly dataDir: string | null;
  readonly cacheDir: string;
  readonly manifest: string;
  readonly offline: boolean;
}

/** From the data stage. */
export type DataReply =
  | { readonly type: "progress"; readonly file: string; readonly received: number; readonly total: number }
  | { readonly type: "data"; readonly files: DatasetFiles }
  | ErrorMessage;

/** Epochs of a training run that are to be computed again and compared. */
export interface SegmentsRequest {
  readonly type: "segments";
  readonly key: string;
  readonly spec: TrainSpec;
  /** What its preprocessing is fitted by again, whatever the store has of that; absent where it has none. */
  readonly fit?: FitSpec;
  readonly data: Digests;
  readonly published: PublishedTraining;
  readonly epochs: readonly number[];
  readonly threads: number;
}

/**
 * To a compute stage: first `start`, then runs or segments, one at a time. A run's basis, and `data` of segments, say on
 * which of its data sets.
 */
export type ComputeRequest =
  | {
    readonly type: "start";
    readonly store: string;
    /** What the runs are about. */
    readonly datasets: readonly DatasetFiles[];
    /** Nothing will be written to the store, and nothing may be. */
    readonly readOnly: boolean;
  }
  | ({ readonly type: "run" } & RunRequest)
  | SegmentsRequest;

/** From a compute stage. */
export type ComputeReply =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly key: string; readonly done: number; readonly note: string }
  | { readonly type: "done"; readonly key: string; readonly finished: FinishedRun }
  | { readonly type: "segments"; readonly key: string; readonly results: readonly SegmentResult[] }
  | ErrorMessage;

/** To the report stage. */
export interface ReportRequest {
  readonly out: string;
  readonly data: ReportData;
  /** Texts of further files, by name. */
  readonly attachments: Readonly<Record<string, string>>;
}

/** From the report stage. */
export type ReportReply =
  | {
    readonly type: "report";
    readonly path: string;
    /** A line for each figure that could not be drawn. */
    readonly undrawn: readonly string[];
  }
  | ErrorMessage;

/** To the store stage. Paths are relative to `root`. */
export type StoreRequest =
  | { readonly type: "remove"; readonly root: string; readonly paths: readonly string[] }
  /** Removes the parameters of training runs and leaves their results. */
  | { readonly type: "lighten"; readonly root: string; readonly keys: readonly string[] }
  | {
    readonly type: "write";
    /** The store. */
    readonly root: string;
    readonly key: string;
    /** Texts of the entry's files by name. */
    readonly files: Readonly<Record<string, string>>;
  }
  /** What a data set is, for reports that are drawn without it. */
  | { readonly type: "dataset"; readonly root: string; readonly record: DatasetRecord };

/** From the store stage. */
export type StoreReply = { readonly type: "done" } | ErrorMessage;

/** To a stage that rehearses: on so many threads, evaluated in such batches, and interrupted after an epoch. */
export interface RehearsalRequest {
  readonly threads: readonly number[];
  readonly batches: readonly number[];
  readonly interruptedAfter: number | null;
}

/** From it: heads of hash chains, and digests of evaluations. */
export type RehearsalReply =
  | {
    readonly type: "digests";
    readonly byThreads: readonly string[];
    readonly byBatch: readonly string[];
    readonly resumed: string | null;
  }
  | ErrorMessage;
