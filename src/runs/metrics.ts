/** What the fitting of a preprocessing or a training found, besides its tensors: `metrics.json` of its entry. */
import type { ValidationErrors } from "../training/mod.ts";

/** Errors on the validation images after each epoch. */
export interface ValidationCurves {
  /** How many validation images there are. */
  readonly images: number;
  /** Misclassified ones, by epoch. */
  readonly clean: readonly number[];
  /** Misclassified fast gradient sign examples, by epoch. */
  readonly adversarial: readonly number[];
}

/** How a continuation came to its end: mean costs under dropout with the parameters held still, in nats. */
export interface MatchedCosts {
  /** Of the earlier training's images at its best epoch. */
  readonly target: number;
  /** Of the watched images, before the first epoch and after each. */
  readonly watched: readonly number[];
  /** Whether the watched images came down to the target; if not, the epochs were used up. */
  readonly reached: boolean;
}

/** The metrics of a fitting. */
export interface FitMetrics {
  /** How many images it is fitted to. */
  readonly images: number;
  readonly parametersSha256: string;
}

/** The metrics of a training run. */
export interface TrainMetrics {
  /** Mean training cost of each epoch, in nats. */
  readonly costs: readonly number[];
  /** Where validation images were watched. */
  readonly validation?: ValidationCurves;
  /** Where there was early stopping: the epoch whose parameters were kept, counted from 1. */
  readonly bestEpoch?: number;
  /** Where another training was continued. */
  readonly matched?: MatchedCosts;
  readonly parametersSha256: string;
}

/** Curves from the errors of each epoch. */
export function curvesOf(images: number, errors: readonly ValidationErrors[]): ValidationCurves {
  return {
    images,
    clean: errors.map(({ clean }) => clean),
    adversarial: errors.map(({ adversarial }) => adversarial),
  };
}
