/** What a training is, from the outside: what goes in, and what is known at the end of every epoch. */
import type { LabelledImages, Pixels } from "../datasets/mod.ts";
import type { Architecture, Parameters } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { Continuation, Match } from "./continuation.ts";
import type { Best, MonitorOptions, ValidationErrors } from "./monitor.ts";
import type { Recipe } from "./recipe.ts";

/** Everything that the next epoch depends on, at the end of an epoch; the rest is a function of seed and epoch. */
export interface TrainingState {
  /** Counted from 1. */
  readonly epoch: number;
  /** The model so far. */
  readonly parameters: Parameters;
  /** What the optimiser keeps: `optimiserShapesOf()`. */
  readonly optimiserState: Parameters;
  /** The best epoch so far; null where nothing stops training. */
  readonly best: Best | null;
  /** Of a training that continues another: how near its end it is. */
  readonly match?: Match;
}

/** What is known at the end of an epoch. */
export interface EpochEnd extends TrainingState {
  /** Mean of the training cost over the epoch's images (with dropout, without weight decay), in nats. */
  readonly cost: number;
  /** Errors on the validation images; null where none are watched. */
  readonly validation: ValidationErrors | null;
}

/** What is to be trained, on what, how. */
export interface Training {
  /** The form of the model. */
  readonly architecture: Architecture;
  /** How it is trained. */
  readonly recipe: Recipe;
  /** Bytes, which stand for byte / 255, or preprocessed; labels are class indices of the architecture. */
  readonly images: LabelledImages<Pixels>;
  /** Names the streams of initial weights, order and masks. */
  readonly rng: Rng;
  /** Watches validation images after every epoch, which changes no parameter. */
  readonly monitor?: MonitorOptions & { readonly images: LabelledImages<Pixels> };
  /** Goes on from the best epoch of another training; `recipe.epochs` is the most then. */
  readonly continues?: Continuation;
  /** Goes on from the end of an epoch instead of from the initial parameters. */
  readonly from?: TrainingState;
  /** Called at the end of every epoch. */
  readonly onEpoch?: (end: EpochEnd) => void;
}
