/** Runs: specifications, keys, the store, checkpoints and the execution of training runs. @module */
export { canonicalJson, decodeJson, encodeJson, type Json } from "./canonical_json.ts";
export { type Canonical, type CanonicalSpec, canonicalSpec, parseSpec } from "./canonical_spec.ts";
export { storedOf, storedOptimiserState } from "./chain.ts";
export {
  checkpointEpochs,
  checkpointsPath,
  latestCheckpoint,
  pruneCheckpoints,
  readCheckpointFiles,
  writeCheckpoint,
} from "./checkpoints.ts";
export { type CodeIdentity, type MeasuringCode, type RunCode, VERSIONS, type Versions } from "./code.ts";
export { compareRuns, type RunDifference, type RunResult } from "./compare_runs.ts";
export { compareTensors, type TensorDifference } from "./compare_tensors.ts";
export {
  type DatasetRecord,
  DATASETS,
  isDatasetRecord,
  readDatasetRecords,
  writeDatasetRecord,
} from "./dataset_record.ts";
export { executeFit, fit, type Preprocess, preprocessBy } from "./fit_run.ts";
export {
  currentKeys,
  type Entry,
  entryOf,
  identityFiles,
  isOfVersion1,
  peekEntry,
  peekKind,
  readEntry,
  storedTensors,
  version1Keys,
} from "./entry.ts";
export { differencesBetween, firstDifference, type ValueDifference } from "./first_difference.ts";
export { identify, isCurrent, type KeyBasis, type KeyContext, keyOf } from "./key.ts";
export { lightenEntry } from "./light_entry.ts";
export { type Measurement, type Metric, type SanityCheck, withoutNonNumbers } from "./measurement.ts";
export type { FitMetrics, TrainMetrics, ValidationCurves } from "./metrics.ts";
export {
  type FitOutcome,
  measureFiles,
  type MeasureOutcome,
  resultOf,
  type RunOutcome,
  type TrainOutcome,
} from "./outcome.ts";
export { basisOfRun, namesOf, parseReceipt, type Receipt, type ReceiptRun, receiptText } from "./receipt.ts";
export { decodeSafetensors, encodeSafetensors, type StoredTensors } from "./safetensors.ts";
export { checkSegments, type PublishedTraining, type SegmentResult } from "./segments.ts";
export { selectData } from "./select_data.ts";
export {
  type ContinuationSpec,
  type DataSelection,
  type FitPlan,
  type FitSpec,
  innerTrainings,
  type MeasureSpec,
  type MonitorSpec,
  type ParentRun,
  parentsOf,
  type ParentValue,
  type RunSpec,
  type TrainPlan,
  type TrainSpec,
} from "./spec.ts";
export {
  CHECKPOINTS,
  entryKeys,
  entryPath,
  ENVIRONMENT_FILE,
  hasEntry,
  hasParameters,
  PARAMETERS_FILE,
  readEntryFiles,
  sweepStore,
  writeEntry,
} from "./store.ts";
export type { RunEnvironment } from "./run_environment.ts";
export {
  readParameters,
  readTraining,
  type StoredParameters,
  storedPreprocess,
} from "./stored_parameters.ts";
export { executeTrain } from "./train_run.ts";
export type { TrainingHistory } from "./training_history.ts";
export type { EntryFiles } from "../files/whole_folder.ts";
