/** Whether this program is the one that a receipt was made by, as far as the runs in scope go through it. */
import { PlatformError } from "../../errors.ts";
import { loadExperiment } from "../../experiments/load.ts";
import { measuringCode } from "../../planning/measuring_code.ts";
import { keyContext, type Program } from "../../project/program.ts";
import {
  basisOfRun,
  firstDifference,
  identify,
  parentsOf,
  type Receipt,
  type ReceiptRun,
  type TrainSpec,
  type ValueDifference,
} from "../../runs/mod.ts";

const REMEDY = "check out the commit that the receipt belongs to";

/** "it was computed by version 1 of objective/fgsm, this program has version 2". */
function differenceText({ path, values }: ValueDifference): string {
  const [kind, ...name] = path.split(".");
  const word = kind === "parts" ? "version" : "a kernel with the digest";
  const [then, now] = values.map((value) => value === undefined ? "none" : `${word} ${value}`);
  return `it was computed by ${then} of ${name.join(".")}, this program has ${now}`;
}

/** What a run's key would be made of here; `specs` are those of the receipt by key. */
async function basisHere(
  { spec }: ReceiptRun,
  specs: ReadonlyMap<string, ReceiptRun["spec"]>,
  context: ReturnType<typeof keyContext>,
) {
  if (spec.kind !== "measure") return identify(spec, context).basis;
  const models = parentsOf(spec).map((key) => specs.get(key)) as TrainSpec[];
  const experiment = await loadExperiment(spec.experiment);
  return identify(spec, context, measuringCode(experiment, spec.parameters, models)).basis;
}

/**
 * @throws {PlatformError} when this program computes other bits by design: its engine, or a part or kernel that one of
 * the runs goes through, is another
 * @throws {DataError} when there is no such experiment any more
 */
export async function checkProgram(
  receipt: Receipt,
  runs: readonly ReceiptRun[],
  program: Program,
): Promise<void> {
  const { class: theirs } = receipt.engine;
  if (theirs !== program.engine.class) {
    throw new PlatformError(
      `Cannot verify: the receipt was made by the engine ${theirs}, this is ${program.engine.class}; ${REMEDY}`,
    );
  }
  const specs = new Map(receipt.runs.map(({ key, spec }) => [key, spec]));
  const context = keyContext(program, receipt.data);
  for (const run of runs) {
    const here = await basisHere(run, specs, context);
    const difference = firstDifference(basisOfRun(receipt, run)?.code, here.code);
    if (difference === null) continue;
    throw new PlatformError(
      `Cannot verify ${run.label}, seed ${run.seed}: ${differenceText(difference)}; ${REMEDY}`,
    );
  }
}
