/** The plan of a verification: the runs of a receipt, to be done again. */
import { basisOfRun, parentsOf, type Receipt, type ReceiptRun, type TrainSpec } from "../../runs/mod.ts";
import type { PlannedDataset, PlannedRun } from "../../planning/plan.ts";
import { type Costs, fittingSeconds, measuringSeconds, trainingSeconds } from "../../planning/costs.ts";

/** The runs in their order, each on its data set, with what they wait for and how long they take. */
export function receiptPlan(
  receipt: Receipt,
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
    const seconds = spec.kind === "fit"
      ? fittingSeconds(spec, shape, costs)
      : spec.kind === "train"
      ? trainingSeconds(spec, chain!.length - 1, shape, costs)
      : measuringSeconds(spec.experiment, models, shape, costs);
    const basis = basisOfRun(receipt, run)!;
    return { key, label, seed, spec, basis, dataset: { name, digests }, after, seconds };
  });
}
