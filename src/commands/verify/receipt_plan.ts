/** The plan of a verification: the runs of a receipt, to be done again. */
import { basisOfRun, parentsOf, type Receipt, type ReceiptRun, type TrainSpec } from "../../runs/mod.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import { type Costs, measuringSeconds, trainingSeconds } from "../../planning/costs.ts";

/** The runs in their order, with what they wait for and how long they take on `testImages` test images. */
export function receiptPlan(
  receipt: Receipt,
  runs: readonly ReceiptRun[],
  testImages: number,
  costs: Costs,
): PlannedRun[] {
  const specs = new Map(runs.map(({ key, spec }) => [key, spec]));
  return runs.map((run) => {
    const { key, label, seed, spec, chain } = run;
    const after = parentsOf(spec);
    const models = after.map((parent) => specs.get(parent)) as TrainSpec[];
    const seconds = spec.kind === "measure"
      ? measuringSeconds(spec.experiment, models, testImages, costs)
      : trainingSeconds(spec, chain!.length - 1, costs);
    return { key, label, seed, spec, basis: basisOfRun(receipt, run)!, after, seconds };
  });
}
