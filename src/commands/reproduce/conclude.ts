/** The end of `reproduce`: invariances, receipt and report from what the runs have found. */
import { ENGINE } from "../../backend/identity.ts";
import { kindOf } from "../../datasets/mod.ts";
import { HarnessingError, InterruptedError } from "../../errors.ts";
import { environmentOf } from "../../project/environment.ts";
import { rootPath } from "../../project/root.ts";
import { claimsDigest, readChoices, readErrata } from "../../project/tables.ts";
import type { ReportData } from "../../report/mod.ts";
import { receiptText } from "../../runs/mod.ts";
import { defaultDataset } from "../../project/profiles.ts";
import { type Invariance, invariancesOf } from "../../stages/invariances/launch.ts";
import type { ReportStage } from "../../stages/report/launch.ts";
import { allDatasets, type CommandData, type PreparedData } from "./find_data.ts";
import { coreSeconds, type Findings, measurements, sanity, tables, tablesOf, trainings } from "./findings.ts";
import type { Grading } from "./grading.ts";
import { makeReceipt } from "../make_receipt.ts";
import type { Prepared } from "./prepare.ts";
import type { Emit, ReproduceOptions, Reproduction } from "./reproduction.ts";

/** Where the report goes: `reports/local/<profile>[-<dataset>][-<claims>]`, unless `--out` says otherwise. */
export function outFolder({ out, profile, claims }: ReproduceOptions, dataset: string): string {
  if (out !== null) return out;
  const parts = [
    profile,
    ...(dataset === defaultDataset(profile) ? [] : [kindOf(dataset)]),
    ...(claims.length === 0 ? [] : [claims.map((word) => word.toLowerCase()).join("+")]),
  ];
  return rootPath(`reports/local/${parts.join("-")}`);
}

/** The invariances, from the store or measured; a failure costs their table alone. */
async function probe(
  { store, signal, mode, claims, expired }: ReproduceOptions,
  emit: Emit,
): Promise<{ invariances: readonly Invariance[]; failure: HarnessingError | null }> {
  const measures = mode !== "stored" && claims.length === 0 && !expired();
  if (measures) emit({ type: "probing" });
  try {
    return { invariances: await invariancesOf(store, signal, !measures), failure: null };
  } catch (error) {
    const costsAll = !(error instanceof HarnessingError) || error instanceof InterruptedError ||
      mode === "reference";
    if (costsAll) throw error;
    emit({ type: "lost", what: "the measurement of the invariances", error });
    return { invariances: [], failure: error };
  }
}

function reportedData({ name, digests, shape }: PreparedData): ReportData["data"] {
  const { height, width, channels, classes } = shape;
  return { name, digests, image: { height, width, channels }, classes };
}

/** The other data sets, each with the experiments that are about it and the tables that these have written. */
function otherData(data: CommandData, findings: Findings): ReportData["otherData"] {
  return allDatasets(data).filter((each) => each !== data.own).map((each) => {
    const experiments = data.others.entries().filter(([, found]) => found === each).map(([name]) => name)
      .toArray();
    return { ...reportedData(each), experiments, tables: tablesOf(findings, experiments) };
  });
}

/**
 * Judges the claims and has `stage` draw and write the report.
 *
 * @throws {HarnessingError} when the report cannot be written
 */
export async function conclude(
  { data, plan }: Prepared,
  grading: Grading,
  options: ReproduceOptions,
  emit: Emit,
  stage: ReportStage,
): Promise<Reproduction> {
  const { profile, claims, seeds, threads, jobs } = options;
  const { own } = data;
  const { invariances, failure } = await probe(options, emit);
  const { findings } = grading;
  const report: ReportData = {
    profile,
    dataset: own.name,
    invocation: { claims, seeds },
    notices: allDatasets(data).flatMap(({ notices }) => notices),
    claims: grading.results(),
    runs: trainings(findings),
    measurements: measurements(findings),
    tables: tables(findings),
    sanity: sanity(findings),
    choices: await readChoices(),
    errata: await readErrata(),
    invariances,
    engine: { ...ENGINE, threads },
    data: reportedData(own),
    otherData: otherData(data, findings),
    environment: await environmentOf({ threads, jobs, coreSeconds: coreSeconds(findings) }),
  };
  const receipt = makeReceipt(
    { profile, dataset: own, claims, claimsSha256: await claimsDigest() },
    plan.runs,
    findings.finished,
  );
  const path = await stage.write(
    { data: report, attachments: { "receipt.json": receiptText(receipt) } },
    (text) => emit({ type: "notice", text }),
  );
  const varies = invariances.some(({ holds }) => !holds);
  const exitCode = grading.errors[0]?.exitCode ?? failure?.exitCode ?? (varies ? 5 : grading.exitCode());
  return { data: report, report: path, exitCode };
}
