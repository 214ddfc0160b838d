/** The plan of a verification: the runs of a receipt, to be done again. */
import { parentsOf, type ReceiptRun, type TrainSpec } from "../../runs/mod.ts";
import type { PlannedDataset, PlannedRun } from "../../planning/plan.ts";
import { type Costs, measuringSeconds, trainingSeconds } from "../../planning/costs.ts";

/** The runs in their order, each on its data set, with what they wait for and how long they take. */
export function receiptPlan(
  runs: readonly ReceiptRun[],
  datasetOf: (run: ReceiptRun) => PlannedDataset,
  costs: Costs,
): PlannedRun[] {
  const specs = new Map(runs.map(({ key, spec }) => [key, spec]));
  return runs.map((run) => {
    const { key, label, seed, spec, chain } = run;
    const { name, digests, shape } = datasetOf(run);
    const after = parentsOf(spec);
    const models = after.map((parent) => specs.get(parent)) as TrainSpec[];
    const seconds = spec.kind === "measure"
      ? measuringSeconds(spec.experiment, models, shape, costs)
      : trainingSeconds(spec, chain!.length - 1, shape, costs);
    return { key, label, seed, spec, dataset: { name, digests }, after, seconds };
  });
}
