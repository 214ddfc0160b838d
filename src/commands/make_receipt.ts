/** The receipt of a command, from what its runs said of themselves. */
import type { Profile } from "../claims/mod.ts";
import { type DatasetIdentity, kindOf, sameDigests } from "../datasets/mod.ts";
import type { FinishedRun } from "../execution/executor.ts";
import {
  namesOf,
  type Receipt,
  type ReceiptRun,
  resultOf,
  type RunCode,
  type RunOutcome,
} from "../runs/mod.ts";
import type { PlannedRun } from "../planning/plan.ts";

/** A finished run in the words of a receipt. */
export function receiptRun({ label, seed, key, spec, basis }: PlannedRun, outcome: RunOutcome): ReceiptRun {
  const result = resultOf(outcome);
  return {
    label,
    seed,
    key,
    spec,
    code: namesOf(basis.code),
    ...result,
    chainHead: result.chain?.at(-1) ?? null,
  };
}

/** What was run, besides the runs. */
export interface ReceiptContext {
  readonly profile: Profile;
  /** The data set that the command was about. */
  readonly dataset: DatasetIdentity;
  readonly engine: { readonly class: string };
  /** Words of `--claims`. */
  readonly claims: readonly string[];
  readonly claimsSha256: string;
}

/**
 * The receipt of the runs that are finished, in the order of the plan. A run without all of its parents is left out: a
 * receipt is something to compute again.
 */
export function makeReceipt(
  { profile, dataset, engine, claims, claimsSha256 }: ReceiptContext,
  runs: readonly PlannedRun[],
  finished: ReadonlyMap<string, FinishedRun>,
): Receipt {
  const whole = new Set<string>();
  for (const { key, after } of runs) {
    if (finished.has(key) && after.every((parent) => whole.has(parent))) whole.add(key);
  }
  const listed = runs.filter(({ key }) => whole.has(key));
  const all = <T>(of: (code: RunCode) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.assign({}, ...listed.map(({ basis }) => of(basis.code)));
  return {
    schema: 2,
    profile,
    dataset: kindOf(dataset.name),
    claims: { selected: claims, sha256: claimsSha256 },
    data: dataset.digests,
    engine: { class: engine.class },
    code: { parts: all(({ parts }) => parts), kernels: all(({ kernels }) => kernels) },
    runs: listed.map((run) => ({
      ...receiptRun(run, finished.get(run.key)!.outcome),
      ...(sameDigests(run.dataset.digests, dataset.digests) ? {} : { data: run.dataset.digests }),
    })),
  };
}
