/** Every claim as a row of `claims.csv`, with unrounded values, for whoever wants to compute further. */
import { stringify } from "@std/csv";
import { claimCommand } from "../command.ts";
import type { ClaimResult, ReportData } from "../data.ts";

const COLUMNS = [
  "id",
  "section",
  "kind",
  "dataset",
  "statement",
  "quantity",
  "unit",
  "published",
  "comparison",
  "tolerance",
  "mean",
  "low",
  "high",
  "prediction_low",
  "prediction_high",
  "p_value",
  "seeds",
  "wilson_low",
  "wilson_high",
  "graded",
  "expected",
  "verdict",
  "experiment",
  "metric",
  "basis",
  "pilot",
  "reason",
  "command",
] as const;

/** The text of `claims.csv`; `seeds` is "0:99.8;1:99.9". */
export function claimsCsv(data: ReportData): string {
  return stringify(data.claims.map((claim) => record(claim, claimCommand(data, claim.id))), {
    columns: COLUMNS,
  });
}

function record(claim: ClaimResult, command: string): Record<typeof COLUMNS[number], unknown> {
  return {
    ...claim,
    command,
    low: claim.interval?.[0],
    high: claim.interval?.[1],
    prediction_low: claim.prediction?.[0],
    prediction_high: claim.prediction?.[1],
    p_value: claim.pValue ?? undefined,
    seeds: claim.perSeed.map(({ seed, value }) => `${seed}:${value}`).join(";"),
    wilson_low: claim.wilson?.[0],
    wilson_high: claim.wilson?.[1],
  };
}
