/** What `trainEpochs()` needs of a kind of network: an epoch at a time, whatever the optimiser. */
import type { HeapData } from "../backend/networks/heap_data.ts";
import type { Evaluation, EvaluationOptions } from "../backend/networks/evaluation.ts";
import type { Parameters } from "../models/mod.ts";

/** A network that can be trained; dispose it to free its memory. */
export interface Trainer extends Disposable {
  /** Trains an epoch, counted from 1, and returns the mean of the cost over its images, in nats. */
  epoch(epoch: number): number;
  parameters(): Parameters;
  /** The optimiser's state. */
  optimiserState(): Parameters;
  /** Composes an evaluation of the network as it is when that runs. */
  evaluation(data: HeapData, options?: EvaluationOptions): Evaluation;
}
