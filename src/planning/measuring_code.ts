/** What the key of a measurement contains of the code of its experiment. */
import type { AnyExperiment } from "../experiments/load.ts";
import type { MeasuringCode, TrainPlan } from "../runs/mod.ts";

/** The version of an experiment, and the attacks that it declares for these parameters. */
export function measuringCode(
  { version = 1, attacks }: AnyExperiment,
  parameters: unknown,
  models: readonly TrainPlan[],
): MeasuringCode {
  const declared = attacks?.(parameters) ?? [];
  const followed = declared.map(({ attack: { kind, gradient, dropout = false } }) => ({
    kind,
    gradient,
    dropout,
  }));
  return { version, attacks: followed, models };
}
