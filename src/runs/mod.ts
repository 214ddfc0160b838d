/** Runs: specifications, keys, the store and the execution of training runs. @module */
export { canonicalJson, type Json } from "./canonical_json.ts";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
export { selectData } from "./select_data.ts";
export {
  type DataSelection,
  type KeyContext,
  keyOf,
  type MeasureSpec,
  NUMERICS,
  numericsOf,
  type RunSpec,
  type TrainSpec,
} from "./spec.ts";
export {
  type EntryFiles,
  entryPath,
  ENVIRONMENT_FILE,
  hasEntry,
  readEntry,
  sweepStore,
  writeEntry,
} from "./store.ts";
export { executeTrain, storedOf, type TrainProgress } from "./train_run.ts";
