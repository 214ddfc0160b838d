/**
 * Spot checks: single epochs of a training run computed again, each from the nearest checkpoint that agrees with the
 * published hash chain, else from the beginning. What is stored saves time and proves nothing.
 */
import type { Engine } from "../backend/engine.ts";
import type { TrainingState } from "../training/mod.ts";
import { storedOf, storedOptimiserState } from "./chain.ts";
import { latestCheckpoint } from "./checkpoints.ts";
import { compareTensors, type TensorDifference } from "./compare_tensors.ts";
import { continueTrain, type TrainRun } from "./train_run.ts";
import { emptyHistory, type TrainingHistory } from "./training_history.ts";

/** What a receipt says of a training run. */
export interface PublishedTraining {
  /** h₀ … hₙ. */
  readonly chain: readonly string[];
  /** Mean cost of each epoch. */
  readonly costs: readonly number[];
}

/** What came of one segment. */
export interface SegmentResult {
  /** The epoch that was to be checked, or the one before it where the bits differ first. */
  readonly epoch: number;
  /** The epoch after which computing began. */
  readonly from: number;
  /** The link that was published and the one that was computed. */
  readonly links: readonly [string, string];
  /** Likewise the mean training cost. */
  readonly costs: readonly [number, number];
  readonly holds: boolean;
  /** Where the bits differ and a checkpoint agrees with the receipt: the tensors that differ. */
  readonly differences: readonly TensorDifference[];
}

/** Thrown to leave training at the first difference. */
class Differs extends Error {
  readonly result: SegmentResult;

  constructor(result: SegmentResult) {
    super();
    this.result = result;
  }
}

/** The differences from a checkpoint of the same epoch that agrees with the receipt, if there is one. */
async function differencesOf(
  store: string,
  { key, spec }: TrainRun,
  { chain }: PublishedTraining,
  { epoch, parameters, optimiserState }: TrainingState,
): Promise<TensorDifference[]> {
  const { state } = await latestCheckpoint(store, key, spec, { upTo: epoch, chain });
  if (state?.epoch !== epoch) return [];
  const stored = (values: TrainingState["parameters"]) => storedOf(spec.architecture, values);
  const kept = (values: TrainingState["optimiserState"]) => storedOptimiserState(spec.architecture, values);
  return [
    ...compareTensors(stored(state.parameters), stored(parameters)),
    ...compareTensors(kept(state.optimiserState), kept(optimiserState)).map((found) => ({
      ...found,
      tensor: `optimiser state ${found.tensor}`,
    })),
  ];
}

/**
 * Computes epochs again, in ascending order, and ends with the first that differs.
 *
 * @param store where checkpoints may lie
 * @param onEpoch told of every epoch that was computed
 */
export async function checkSegments(
  engine: Engine,
  run: TrainRun,
  published: PublishedTraining,
  epochs: readonly number[],
  store: string,
  onEpoch: (epoch: number) => void,
): Promise<SegmentResult[]> {
  const results: SegmentResult[] = [];
  let reached: TrainingHistory = emptyHistory(run.key);
  for (const wanted of epochs.toSorted((a, b) => a - b)) {
    const stored = await latestCheckpoint(store, run.key, run.spec, {
      upTo: wanted - 1,
      chain: published.chain,
    });
    const from = (stored.state?.epoch ?? 0) > (reached.state?.epoch ?? 0) ? stored : reached;
    const compared = (history: TrainingHistory & { readonly state: TrainingState }): SegmentResult => {
      const { epoch } = history.state;
      const links = [published.chain[epoch]!, history.chain[epoch]!] as const;
      const costs = [published.costs[epoch - 1]!, history.costs[epoch - 1]!] as const;
      const holds = links[0] === links[1] && Object.is(...costs);
      return { epoch, from: from.state?.epoch ?? 0, links, costs, holds, differences: [] };
    };
    try {
      const history = await continueTrain(engine, {
        ...run,
        epochs: wanted,
        from,
        async onEpoch(each) {
          const result = compared(each);
          if (!result.holds) {
            throw new Differs({
              ...result,
              differences: await differencesOf(store, run, published, each.state),
            });
          }
          onEpoch(each.state.epoch);
        },
      });
      results.push(compared(history));
      reached = history;
    } catch (error) {
      if (!(error instanceof Differs)) throw error;
      return [...results, error.result];
    }
  }
  return results;
}
