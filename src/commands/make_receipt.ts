/** The receipt of a command, from what its runs said of themselves. */
import { ENGINE } from "../backend/identity.ts";
import type { Profile } from "../claims/mod.ts";
import type { DatasetFiles } from "../datasets/mod.ts";
import { type Json, NUMERICS, type Receipt, type ReceiptRun } from "../runs/mod.ts";
import type { RunOutcome } from "../stages/messages.ts";
import type { PlannedRun } from "../planning/plan.ts";

/** A finished run in the words of a receipt. */
export function receiptRun({ label, seed, key, spec }: PlannedRun, outcome: RunOutcome): ReceiptRun {
  const { training, measurement, chainHead, parametersSha256, metricsSha256 } = outcome;
  const metrics = training?.metrics ?? measurement?.metrics ?? {};
  return {
    ...{ label, seed, key, spec, chainHead, parametersSha256, metricsSha256 },
    chain: training?.chain ?? null,
    metrics: metrics as unknown as Readonly<Record<string, Json>>,
  };
}

/** What was run, besides the runs. */
export interface ReceiptContext {
  readonly profile: Profile;
  readonly files: DatasetFiles;
  /** Words of `--claims`. */
  readonly claims: readonly string[];
  readonly claimsSha256: string;
}

/** The receipt of the runs that are finished, in the order of the plan. */
export function makeReceipt(
  { profile, files, claims, claimsSha256 }: ReceiptContext,
  runs: readonly PlannedRun[],
  outcomes: ReadonlyMap<string, RunOutcome>,
): Receipt {
  const finished = runs.filter(({ key }) => outcomes.has(key));
  return {
    schema: 1,
    profile,
    dataset: files.name.startsWith("idx:") ? "idx" : files.name as "mnist" | "glyphs",
    claims: { selected: claims, sha256: claimsSha256 },
    data: files.digests,
    engine: { ...ENGINE },
    numerics: { ...NUMERICS },
    runs: finished.map((run) => receiptRun(run, outcomes.get(run.key)!)),
  };
}
