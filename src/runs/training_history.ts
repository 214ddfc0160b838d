/** How far a training run is, with everything that has been found on the way. */
import type { Architecture } from "../models/mod.ts";
import type { EpochEnd, TrainingState, ValidationErrors } from "../training/mod.ts";
import { chainStart, epochLink } from "./chain.ts";

/** How far a training run is, with its history; in memory and, as a checkpoint, on disk. */
export interface TrainingHistory {
  /** Null before the first epoch. */
  readonly state: TrainingState | null;
  /** h₀ and the link of every epoch. */
  readonly chain: readonly string[];
  /** Mean training cost of every epoch, in nats. */
  readonly costs: readonly number[];
  /** Of a continuation: the cost of the watched images after every epoch, else empty. */
  readonly matched: readonly number[];
  /** Errors of every epoch where validation images are watched, else empty. */
  readonly validation: readonly ValidationErrors[];
}

/** The history of a run that has not begun. */
export function emptyHistory(key: string): TrainingHistory {
  return { state: null, chain: [chainStart(key)], costs: [], matched: [], validation: [] };
}

/** The history after one more epoch. */
export function extended(
  { chain, costs, matched, validation }: TrainingHistory,
  architecture: Architecture,
  end: EpochEnd,
): TrainingHistory & { readonly state: TrainingState } {
  return {
    state: end,
    chain: [...chain, epochLink(chain.at(-1)!, architecture, end)],
    costs: [...costs, end.cost],
    matched: end.match ? [...matched, end.match.cost] : [],
    validation: end.validation === null ? [] : [...validation, end.validation],
  };
}
