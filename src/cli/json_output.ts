/** What `reproduce --json` prints; `data/reproduce.schema.json` describes it. */
import { headline, type Profile } from "../claims/mod.ts";
import { claimCommand, type ReportData } from "../report/mod.ts";

/** The one JSON value of `reproduce --json`; `store` and `report` are absolute paths. */
export function reproduceJson(
  data: ReportData & { profile: Profile },
  store: string,
  report: string,
): string {
  const claims = data.claims.map((claim) => ({
    id: claim.id,
    section: claim.section,
    kind: claim.kind,
    dataset: claim.dataset,
    quantity: claim.quantity,
    unit: claim.unit,
    published: claim.published,
    comparison: claim.comparison,
    tolerance: claim.tolerance,
    mean: claim.mean,
    interval: claim.interval,
    perSeed: claim.perSeed,
    graded: claim.graded,
    expected: claim.expected,
    verdict: claim.verdict,
    experiment: claim.experiment,
    reason: claim.reason,
    command: claimCommand(data, claim.id),
  }));
  const { profile, dataset, engine, runs, invariances } = data;
  const { sentence: _, ...counts } = headline(data.claims.filter(({ kind }) => kind !== "setting"));
  return JSON.stringify(
    { schema: 1, profile, dataset, engine, headline: counts, claims, runs, invariances, store, report },
    null,
    2,
  );
}
