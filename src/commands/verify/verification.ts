/** What `verify` takes, tells on the way, and finds. */
import type { HarnessingError } from "../../errors.ts";
import type { Receipt, ReceiptRun, SegmentResult, TensorDifference } from "../../runs/mod.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { Spot } from "./scope.ts";

/** What is to be verified, where and how wide. */
export interface VerifyOptions extends Omit<DataOptions, "profile"> {
  /** Path of the receipt. */
  readonly receipt: string;
  /** Words of `--claims`; none: all. */
  readonly claims: readonly string[];
  /** The user's store; a folder of it is used for computing. */
  readonly store: string;
  readonly threads: number;
  readonly jobs: number;
  /** Only so many random epochs, chosen by a seed; null: everything. */
  readonly spot: { readonly count: number; readonly seed: number } | null;
}

/** Where bytes differ. */
export interface Difference {
  readonly run: ReceiptRun;
  /** What is wrong, for people. */
  readonly text: string;
  /** The tensors that differ, where both sides are at hand. */
  readonly tensors: readonly TensorDifference[];
}

/** What happens on the way. */
export interface VerifyEvents {
  notice(text: string): void;
  downloading(file: string, received: number, total: number): void;
  /** What is in scope, how many of the runs the store has, and which epochs were chosen. */
  planned(plan: readonly PlannedRun[], stored: number, spots: readonly Spot[] | null): void;
  progressed(run: PlannedRun, done: number, note: string): void;
  /** A run agrees in everything. */
  agreed(run: PlannedRun): void;
  /** An epoch agrees. */
  epochAgreed(run: ReceiptRun, result: SegmentResult): void;
  differs(difference: Difference): void;
  failed(run: PlannedRun, error: HarnessingError): void;
}

/** What came out. */
export interface Verification {
  readonly receipt: Receipt;
  /** How many runs, or with `spot` epochs, agree. */
  readonly agreed: number;
  readonly differences: readonly Difference[];
  /** The store that was computed in, where it was kept because something differs. */
  readonly kept: string | null;
  readonly exitCode: number;
}
