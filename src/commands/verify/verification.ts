/** What `verify` takes, tells on the way, and finds. */
import type { DatasetWord } from "../../datasets/mod.ts";
import type { HarnessingError } from "../../errors.ts";
import type { Receipt, ReceiptRun, SegmentResult, TensorDifference } from "../../runs/mod.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { Spot } from "./scope.ts";

/** What is to be verified, where and how wide. */
export interface VerifyOptions extends Omit<DataOptions, "dataset"> {
  /** The data set that is named; null: the receipt's. How many glyphs that means follows from the receipt's profile. */
  readonly dataset: DatasetWord | null;
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
export type VerifyEvent =
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "downloading"; readonly file: string; readonly received: number; readonly total: number }
  | {
    readonly type: "planned";
    /** What is in scope. */
    readonly runs: readonly PlannedRun[];
    /** How many of the runs the user's store has. */
    readonly stored: number;
    /** The epochs that were chosen, or null. */
    readonly spots: readonly Spot[] | null;
  }
  | { readonly type: "progressed"; readonly run: PlannedRun; readonly done: number; readonly note: string }
  /** A run agrees in everything. */
  | { readonly type: "agreed"; readonly run: PlannedRun }
  /** An epoch agrees. */
  | { readonly type: "epochAgreed"; readonly run: ReceiptRun; readonly result: SegmentResult }
  | { readonly type: "differs"; readonly difference: Difference }
  | { readonly type: "failed"; readonly run: PlannedRun; readonly error: HarnessingError }
  | { readonly type: "concluded"; readonly verification: Verification };

/** Tells an event. */
export type Emit = (event: VerifyEvent) => void;

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
