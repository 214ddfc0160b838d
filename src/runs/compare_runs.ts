/** A run against the one that a receipt or another store has under the same key: the first thing that differs. */
import { firstDifference } from "./first_difference.ts";
import type { ReceiptRun } from "./receipt.ts";

/** What is compared of a run. */
export type RunResult = Pick<
  ReceiptRun,
  "chain" | "parametersSha256" | "metrics" | "metricsSha256" | "sanitySha256"
>;

/** How a run differs. */
export interface RunDifference {
  /** The first epoch whose link differs; null where the chains agree or there are none. */
  readonly epoch: number | null;
  /** A sentence: what was found and what was expected. */
  readonly text: string;
}

function chainDifference(found: readonly string[], expected: readonly string[]): RunDifference | null {
  const epoch = expected.findIndex((link, i) => i < found.length && link !== found[i]);
  if (epoch >= 0) {
    const text = `from epoch ${epoch} on: the hash chain has ${found[epoch]}, expected ${expected[epoch]}`;
    return { epoch, text };
  }
  if (found.length === expected.length) return null;
  const text = `it ended after ${found.length - 1} epochs, expected ${expected.length - 1}`;
  return { epoch: Math.min(found.length, expected.length), text };
}

/** The first thing in which a run differs from what is expected, or null. */
export function compareRuns(found: RunResult, expected: RunResult): RunDifference | null {
  const inChain = chainDifference(found.chain ?? [], expected.chain ?? []);
  if (inChain !== null) return inChain;
  if (found.parametersSha256 !== expected.parametersSha256) {
    const text =
      `its parameters have SHA-256 ${found.parametersSha256}, expected ${expected.parametersSha256}`;
    return { epoch: null, text };
  }
  const difference = firstDifference(found.metrics, expected.metrics);
  if (difference !== null) {
    const [ours, theirs] = difference.values.map((value) => JSON.stringify(value) ?? "nothing");
    return { epoch: null, text: `${difference.path} is ${ours}, expected ${theirs}` };
  }
  if (found.metricsSha256 !== expected.metricsSha256) {
    const text =
      `the rows of its figures differ: metrics.json has SHA-256 ${found.metricsSha256}, expected ${expected.metricsSha256}`;
    return { epoch: null, text };
  }
  const [checks, expectedChecks] = [found.sanitySha256, expected.sanitySha256];
  if (checks !== expectedChecks) {
    const text =
      `the checks of its attacks differ: sanity.json has SHA-256 ${checks}, expected ${expectedChecks}`;
    return { epoch: null, text };
  }
  return null;
}
