/** What of a receipt is verified: its runs, or those that some claims need, and of those random epochs. */
import { type Claim, selectClaims } from "../../claims/mod.ts";
import { UsageError } from "../../errors.ts";
import { Rng } from "../../random/mod.ts";
import { parentsOf, type Receipt, type ReceiptRun } from "../../runs/mod.ts";

/**
 * The runs that the selected claims need, with their parents, in the receipt's order; all of them without words.
 *
 * @throws {UsageError} when none is in the receipt
 */
export function runsInScope(
  receipt: Receipt,
  claims: readonly Claim[],
  words: readonly string[],
): ReceiptRun[] {
  if (words.length === 0) return [...receipt.runs];
  const experiments = new Set(selectClaims(claims, words).map(({ experiment }) => experiment));
  const wanted = new Set<string>();
  for (const run of receipt.runs.toReversed()) {
    const own = run.spec.kind === "measure" && experiments.has(run.spec.experiment);
    if (!own && !wanted.has(run.key)) continue;
    wanted.add(run.key);
    parentsOf(run.spec).forEach((key) => wanted.add(key));
  }
  if (wanted.size === 0) throw new UsageError(`--claims ${words.join(",")}: the receipt has no run for them`);
  return receipt.runs.filter(({ key }) => wanted.has(key));
}

/** Epochs of a training run that are to be computed again. */
export interface Spot {
  readonly run: ReceiptRun;
  /** Ascending. */
  readonly epochs: readonly number[];
}

/**
 * `count` epochs of the training runs, each as likely as any other, chosen by `seed`; a continuation is not among them,
 * since it begins with parameters that take a whole training.
 */
export function chooseSpots(runs: readonly ReceiptRun[], count: number, seed: number): Spot[] {
  const alone = runs.filter(({ spec }) => spec.kind !== "train" || spec.continues === undefined);
  const all = alone.flatMap((run) =>
    Array.from({ length: (run.chain?.length ?? 1) - 1 }, (_, i) => ({ run, epoch: i + 1 }))
  );
  const order = Rng.fromSeed(seed).fork("verify/spot").permutation(all.length);
  const chosen = Array.from(order.subarray(0, count), (i) => all[i]!);
  return runs.flatMap((run) => {
    const epochs = chosen.filter((each) => each.run === run).map(({ epoch }) => epoch);
    return epochs.length === 0 ? [] : [{ run, epochs: epochs.sort((a, b) => a - b) }];
  });
}
