/** The plan of a verification: the runs of a receipt, to be done again. */
import type { DataShape } from "../../datasets/mod.ts";
import { parentsOf, type ReceiptRun, type TrainSpec } from "../../runs/mod.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import { type Costs, measuringSeconds, trainingSeconds } from "../../planning/costs.ts";

/** The runs in their order, with what they wait for and how long they take on a data set of that shape. */
export function receiptPlan(runs: readonly ReceiptRun[], shape: DataShape, costs: Costs): PlannedRun[] {
  const specs = new Map(runs.map(({ key, spec }) => [key, spec]));
  return runs.map(({ key, label, seed, spec, chain }) => {
    const after = parentsOf(spec);
    const models = after.map((parent) => specs.get(parent)) as TrainSpec[];
    const seconds = spec.kind === "measure"
      ? measuringSeconds(spec.experiment, models, shape, costs)
      : trainingSeconds(spec, chain!.length - 1, shape, costs);
    return { key, label, seed, spec, after, seconds };
  });
}
