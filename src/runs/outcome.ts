/** What runs found: as values, as files of their entries, and in the words of receipts. */
import type { EntryFiles } from "../files/whole_folder.ts";
import { sha256 } from "../files/sha256.ts";
import { decodeJson, encodeJson } from "./canonical_json.ts";
import type { RunResult } from "./compare_runs.ts";
import type { Measurement, SanityCheck } from "./measurement.ts";
import type { FitMetrics, TrainMetrics } from "./metrics.ts";
import type { RunSpec } from "./spec.ts";
import { PARAMETERS_FILE } from "./store.ts";

const SANITY_FILE = "sanity.json";

/** What the fitting of a preprocessing found. */
export interface FitOutcome {
  readonly kind: "fit";
  readonly metrics: FitMetrics;
  /** Of the tensors' file, or where the entry is light of the file that it had. */
  readonly parametersSha256: string;
  /** Of the entry's `metrics.json`. */
  readonly metricsSha256: string;
}

/** What a training found. */
export interface TrainOutcome {
  readonly kind: "train";
  /** h₀ … hₙ. */
  readonly chain: readonly string[];
  readonly metrics: TrainMetrics;
  /** Of the parameters' file, or where the entry is light of the file that it had. */
  readonly parametersSha256: string;
  /** Of the entry's `metrics.json`. */
  readonly metricsSha256: string;
}

/** What a measurement found. */
export interface MeasureOutcome {
  readonly kind: "measure";
  readonly measurement: Measurement;
  readonly sanity: readonly SanityCheck[];
  /** Of the entry's `metrics.json`. */
  readonly metricsSha256: string;
  /** Of its `sanity.json`; null without one. */
  readonly sanitySha256: string | null;
}

/** What a finished run found. */
export type RunOutcome = FitOutcome | TrainOutcome | MeasureOutcome;

/** The digest of the parameters among the files of an entry, or of those that a light entry had. */
function parametersDigest(files: EntryFiles, metrics: { readonly parametersSha256: string }): string {
  const parameters = files[PARAMETERS_FILE];
  return parameters ? sha256(parameters) : metrics.parametersSha256;
}

/** What a run found, from the files of its entry: those that its kind has are there. */
export function outcomeOf({ kind }: RunSpec, files: EntryFiles): RunOutcome {
  const metricsSha256 = sha256(files["metrics.json"]!);
  if (kind === "fit") {
    const metrics = decodeJson<FitMetrics>(files["metrics.json"]!);
    return { kind, metrics, parametersSha256: parametersDigest(files, metrics), metricsSha256 };
  }
  if (kind === "train") {
    const metrics = decodeJson<TrainMetrics>(files["metrics.json"]!);
    const chain = decodeJson<readonly string[]>(files["chain.json"]!);
    return { kind, chain, metrics, parametersSha256: parametersDigest(files, metrics), metricsSha256 };
  }
  const sanity = files[SANITY_FILE];
  return {
    kind,
    measurement: decodeJson(files["metrics.json"]!),
    sanity: sanity ? decodeJson(sanity) : [],
    metricsSha256,
    sanitySha256: sanity ? sha256(sanity) : null,
  };
}

/** The files of what a measurement found. */
export function measureFiles(measurement: Measurement, sanity: readonly SanityCheck[]): EntryFiles {
  return {
    "metrics.json": encodeJson(measurement),
    ...(sanity.length === 0 ? {} : { [SANITY_FILE]: encodeJson(sanity) }),
  };
}

/** The files of what the fitting of a preprocessing found. */
export function fitFiles(metrics: Omit<FitMetrics, "parametersSha256">, tensors: Uint8Array): EntryFiles {
  return {
    "metrics.json": encodeJson({ ...metrics, parametersSha256: sha256(tensors) }),
    [PARAMETERS_FILE]: tensors,
  };
}

/** The files of what a training found. */
export function trainFiles(
  chain: readonly string[],
  metrics: Omit<TrainMetrics, "parametersSha256">,
  parameters: Uint8Array,
): EntryFiles {
  return {
    "chain.json": encodeJson(chain),
    "metrics.json": encodeJson({ ...metrics, parametersSha256: sha256(parameters) }),
    [PARAMETERS_FILE]: parameters,
  };
}

/** An outcome in the words of a receipt. */
export function resultOf(outcome: RunOutcome): RunResult {
  const { metricsSha256 } = outcome;
  if (outcome.kind === "fit") {
    const { metrics, parametersSha256 } = outcome;
    return { chain: null, parametersSha256, metrics, metricsSha256, sanitySha256: null };
  }
  if (outcome.kind === "measure") {
    const { measurement: { metrics }, sanitySha256 } = outcome;
    return { chain: null, parametersSha256: null, metrics, metricsSha256, sanitySha256 };
  }
  const { chain, metrics, parametersSha256 } = outcome;
  return { chain, parametersSha256, metrics, metricsSha256, sanitySha256: null };
}
