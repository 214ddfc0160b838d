/**
 * What the launcher and its stages say to each other: one JSON value per line, requests on the child's standard
 * input, replies on its standard output. Everything in them is plain data.
 */
import type { DatasetFiles, GlyphCounts } from "../datasets/mod.ts";
import type { DataShape, Measurement } from "../experiments/experiment.ts";
import type { ReportData } from "../report/mod.ts";
import type { PublishedTraining, RunSpec, SegmentResult, TrainMetrics, TrainSpec } from "../runs/mod.ts";

/** An error as it crosses a process boundary. */
export interface ErrorMessage {
  readonly type: "error";
  readonly message: string;
  /** The documented exit code. */
  readonly exitCode: number;
}

/** To the data stage. */
export interface DataRequest {
  readonly dataset: string | null;
  readonly dataDir: string | null;
  readonly cacheDir: string;
  readonly manifest: string;
  readonly offline: boolean;
  readonly glyphs: GlyphCounts;
}

/** From the data stage. */
export type DataReply =
  | { readonly type: "progress"; readonly file: string; readonly received: number; readonly total: number }
  | { readonly type: "data"; readonly files: DatasetFiles; readonly shape: DataShape }
  | ErrorMessage;

/** Epochs of a training run that are to be computed again and compared. */
export interface SegmentsRequest {
  readonly type: "segments";
  readonly key: string;
  readonly spec: TrainSpec;
  readonly published: PublishedTraining;
  readonly epochs: readonly number[];
  readonly threads: number;
}

/** To a compute stage: first `start`, then runs or segments, one at a time. */
export type ComputeRequest =
  | {
    readonly type: "start";
    readonly store: string;
    readonly files: DatasetFiles;
    /** Nothing will be written to the store, and nothing may be. */
    readonly readOnly: boolean;
  }
  | { readonly type: "run"; readonly key: string; readonly spec: RunSpec; readonly threads: number }
  | SegmentsRequest;

/** What a finished run says of itself. */
export interface RunOutcome {
  /** Whether the store had it already. */
  readonly stored: boolean;
  /** What it took when it was computed, added over its threads; of a resumed run what came after the checkpoint. */
  readonly coreSeconds: number;
  /** What the user should read: that it went on from a checkpoint, or that one was damaged. */
  readonly notices: readonly string[];
  /** Of the entry's `metrics.json`. */
  readonly metricsSha256: string;
  /** Training runs only. */
  readonly training: { readonly chain: readonly string[]; readonly metrics: TrainMetrics } | null;
  readonly parametersSha256: string | null;
  readonly chainHead: string | null;
  /** Measurements only. */
  readonly measurement: Measurement | null;
}

/** From a compute stage. */
export type ComputeReply =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly key: string; readonly done: number; readonly note: string }
  | { readonly type: "done"; readonly key: string; readonly outcome: RunOutcome }
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
  | {
    readonly type: "write";
    /** The store. */
    readonly root: string;
    readonly key: string;
    /** Texts of the entry's files by name. */
    readonly files: Readonly<Record<string, string>>;
  };

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
