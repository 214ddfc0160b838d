/** What `reproduce` takes, tells on the way, and finds. */
import type { ClaimResult, Profile } from "../../claims/mod.ts";
import type { DatasetFiles } from "../../datasets/mod.ts";
import type { HarnessingError } from "../../errors.ts";
import type { RunEvent } from "../../execution/schedule.ts";
import type { NearRelative } from "../../planning/near_relatives.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import type { ReportData } from "../../report/mod.ts";
import type { DataOptions } from "../../stages/data/launch.ts";
import type { StaleEntries } from "./stale.ts";

/** What is to be reproduced, where and how wide. */
export interface ReproduceOptions extends DataOptions {
  readonly profile: Profile;
  /** Words of `--claims`; none: all. */
  readonly claims: readonly string[];
  /** Replaces the profile's seeds; null: its own. */
  readonly seeds: readonly number[] | null;
  readonly store: string;
  readonly out: string | null;
  readonly threads: number;
  readonly jobs: number;
  /** Whether the time that `--budget` gives is used up; no further run starts then. */
  readonly expired: () => boolean;
  /**
   * `run`: what the store lacks is computed. `stored`: the report is drawn from the store alone, without data set and
   * engine. `reference`: everything must succeed, or nothing is written.
   */
  readonly mode: "run" | "stored" | "reference";
}

/** What came out. */
export interface Reproduction {
  readonly data: ReportData;
  /** Path of the page. */
  readonly report: string;
  readonly exitCode: number;
}

/** What happens on the way, in this order but for the runs. */
export type ReproduceEvent =
  | { readonly type: "looking"; readonly dataset: string }
  | { readonly type: "downloading"; readonly file: string; readonly received: number; readonly total: number }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "found"; readonly files: DatasetFiles }
  | {
    readonly type: "planned";
    /** All runs, and the keys of those that the store has already. */
    readonly runs: readonly PlannedRun[];
    readonly stored: ReadonlySet<string>;
    /** Why runs are computed although the store has something near. */
    readonly relatives: readonly NearRelative[];
    /** Stored runs that other code of the same versions computed. */
    readonly stale: StaleEntries;
  }
  | RunEvent
  | { readonly type: "judged"; readonly claim: ClaimResult }
  /** The invariances are measured, after the runs. */
  | { readonly type: "probing" }
  /** Something failed that costs no more than its own part of the report. */
  | { readonly type: "lost"; readonly what: string; readonly error: HarnessingError }
  | { readonly type: "concluded"; readonly reproduction: Reproduction };

/** Tells an event. */
export type Emit = (event: ReproduceEvent) => void;
