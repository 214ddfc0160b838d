/**
 * pylearn2's continuation of a training that stopped early (`mnist_pi_continued.yaml`, `MatchChannel`; the protocol of the
 * paper's .94 %): from the best parameters, on more images, until the cost of some of them is down to what it was on the
 * training images at the best epoch. Both costs are those of training, under dropout, with the parameters held still.
 */
import type { LabelledImages, Pixels } from "../datasets/mod.ts";
import type { Parameters } from "../models/mod.ts";

/** The version of continuations: raised when their numbers move. */
export const CONTINUATION_VERSION = 1;

/** What a training goes on from, and until when. */
export interface Continuation {
  /** Those of the earlier training's best epoch. */
  readonly parameters: Parameters;
  /** That epoch, counted from 1: the momentum stays what it was then. */
  readonly epoch: number;
  /** How many updates the earlier training had made by then: the learning rate goes on from there. */
  readonly updates: number;
  /** The earlier training's images. */
  readonly trained: LabelledImages<Pixels>;
  /** The images whose cost is to come down. */
  readonly watched: LabelledImages<Pixels>;
}

/** What is known of a continuation. */
export interface Match {
  /** The mean cost of the earlier training's images at its best epoch, in nats: training ends at this or below. */
  readonly target: number;
  /** That of the watched images before the first epoch. */
  readonly initial: number;
  /** That of the watched images now. */
  readonly cost: number;
}

/** Whether the watched images cost no more than is wanted. */
export function isMatched({ cost, target }: Match): boolean {
  return cost <= target;
}
