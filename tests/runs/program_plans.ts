/** What this program plans for all claims of three profiles. */
import { assertEquals } from "@std/assert";
import { MNIST_SHAPE } from "../../src/datasets/mod.ts";
import { experimentsFor, type PlannedRun, planRuns } from "../../src/planning/plan.ts";
import { PROGRAM } from "../../src/project/program.ts";
import { readClaims } from "../../src/project/tables.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";

const NEEDED = await experimentsFor(await readClaims());

/** The runs of smoke, quick and standard, with the codes of instructions replaced. */
export function programPlans(kernels: Readonly<Record<string, string>> = {}): readonly PlannedRun[] {
  const code = { ...PROGRAM.code, kernels: { ...PROGRAM.code.kernels, ...kernels } };
  const common = {
    ...{ program: { ...PROGRAM, code }, datasetOf: () => ({ ...MNIST_IDENTITY, shape: MNIST_SHAPE }) },
    ...{ seeds: null, costs: new Map() },
  };
  return (["smoke", "quick", "standard"] as const).flatMap((profile) => {
    const { runs, failed } = planRuns(NEEDED, { profile, ...common });
    assertEquals(failed, {});
    return runs;
  });
}
