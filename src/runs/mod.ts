/** Runs: specifications, keys, the store, checkpoints and the execution of training runs. @module */
export { canonicalJson, type Json } from "./canonical_json.ts";
export { storedOf, storedVelocities } from "./chain.ts";
export {
  checkpointEpochs,
  checkpointsPath,
  latestCheckpoint,
  pruneCheckpoints,
  readCheckpointFiles,
  type TrainingHistory,
  writeCheckpoint,
} from "./checkpoints.ts";
export { compareRuns, type RunDifference, type RunResult } from "./compare_runs.ts";
export { compareTensors, type TensorDifference } from "./compare_tensors.ts";
export { entryResult } from "./entry_result.ts";
export { differencesBetween, firstDifference, type ValueDifference } from "./first_difference.ts";
export type { TrainMetrics, ValidationCurves } from "./metrics.ts";
export { parseReceipt, type Receipt, type ReceiptRun, receiptText } from "./receipt.ts";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
export { checkSegments, type PublishedTraining, type SegmentResult } from "./segments.ts";
export { selectData } from "./select_data.ts";
export {
  type DataSelection,
  type KeyContext,
  keyOf,
  type MeasureSpec,
  type MonitorSpec,
  NUMERICS,
  numericsOf,
  parentsOf,
  type ParentValue,
  type RunSpec,
  type TrainSpec,
} from "./spec.ts";
export {
  CHECKPOINTS,
  entryKeys,
  entryPath,
  ENVIRONMENT_FILE,
  hasEntry,
  readEntry,
  sweepStore,
  writeEntry,
} from "./store.ts";
export { parametersIn, readParameters, type StoredParameters } from "./stored_parameters.ts";
export { executeTrain } from "./train_run.ts";
export type { EntryFiles } from "../files/whole_folder.ts";
