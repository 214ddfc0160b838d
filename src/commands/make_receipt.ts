/** The receipt of a command, from what its runs said of themselves. */
import { ENGINE } from "../backend/identity.ts";
import type { Profile } from "../claims/mod.ts";
import { type DatasetIdentity, kindOf, sameDigests } from "../datasets/mod.ts";
import type { FinishedRun } from "../execution/executor.ts";
import { NUMERICS, type Receipt, type ReceiptRun, resultOf, type RunOutcome } from "../runs/mod.ts";
import type { PlannedRun } from "../planning/plan.ts";

/** A finished run in the words of a receipt. */
export function receiptRun({ label, seed, key, spec }: PlannedRun, outcome: RunOutcome): ReceiptRun {
  const result = resultOf(outcome);
  return { label, seed, key, spec, ...result, chainHead: result.chain?.at(-1) ?? null };
}

/** What was run, besides the runs. */
export interface ReceiptContext {
  readonly profile: Profile;
  /** The data set that the command was about. */
  readonly dataset: DatasetIdentity;
  /** Words of `--claims`. */
  readonly claims: readonly string[];
  readonly claimsSha256: string;
}

/**
 * The receipt of the runs that are finished, in the order of the plan. A run without all of its parents is left out: a
 * receipt is something to compute again.
 */
export function makeReceipt(
  { profile, dataset, claims, claimsSha256 }: ReceiptContext,
  runs: readonly PlannedRun[],
  finished: ReadonlyMap<string, FinishedRun>,
): Receipt {
  const whole = new Set<string>();
  for (const { key, after } of runs) {
    if (finished.has(key) && after.every((parent) => whole.has(parent))) whole.add(key);
  }
  return {
    schema: 1,
    profile,
    dataset: kindOf(dataset.name),
    claims: { selected: claims, sha256: claimsSha256 },
    data: dataset.digests,
    engine: { ...ENGINE },
    numerics: { ...NUMERICS },
    runs: runs.filter(({ key }) => whole.has(key)).map((run) => ({
      ...receiptRun(run, finished.get(run.key)!.outcome),
      ...(sameDigests(run.dataset.digests, dataset.digests) ? {} : { data: run.dataset.digests }),
    })),
  };
}
