/** What an entry of the store says of its run, in the words of a receipt. */
import { sha256 } from "../files/sha256.ts";
import type { Json } from "./canonical_json.ts";
import type { RunResult } from "./compare_runs.ts";
import type { EntryFiles } from "../files/whole_folder.ts";

const parse = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));

/** The results in the files of an entry, which were checked against its manifest. */
export function entryResult(files: EntryFiles): RunResult {
  const found = parse(files["metrics.json"]);
  const trained = files["chain.json"] !== undefined;
  return {
    chain: trained ? parse(files["chain.json"]) as string[] : null,
    parametersSha256: trained ? sha256(files["parameters.safetensors"]!) : null,
    metrics: (trained ? found : found.metrics) as Readonly<Record<string, Json>>,
    metricsSha256: sha256(files["metrics.json"]!),
  };
}
