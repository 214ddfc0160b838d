/** Which verdicts count: what keeps a claim from being graded, in words for the report. */
import type { Claim, Profile, ProfileRule } from "./claim.ts";
import type { JudgingContext, Observation } from "./result.ts";

/** Seeds below which a claim is measured and not graded. */
const LEAST_SEEDS = 3;

/** The discordant counts by which an ordering with one seed is decided. */
export function decidingPair(
  claim: Claim,
  found: readonly Observation[],
): readonly [number, number] | undefined {
  return claim.comparison === "ordering" && found.length === 1 ? found[0]!.discordant : undefined;
}

/** Everything that keeps a claim from counting, fixed reasons first; empty for a graded claim. */
export function reasonsAgainstGrading(
  claim: Claim,
  context: JudgingContext,
  found: readonly Observation[],
): string[] {
  const reasons: string[] = [];
  const rule = ruleOf(claim, context.profile);
  const own = rule.graded ? null : rule.reason ?? claim.reason;
  if (own !== null) reasons.push(own);
  if (claim.experiment === null) return reasons;
  if (context.profile === "smoke") reasons.push("the smoke profile is a rehearsal");
  if (onOtherData(claim, context)) {
    reasons.push(`measured on ${datasetOf(claim, context)}, the claim is about ${claim.dataset}`);
  }
  const circumstance = context.ungraded?.[claim.experiment];
  if (circumstance !== undefined) reasons.push(circumstance);
  const few = found.length > 0 && found.length < LEAST_SEEDS && decidingPair(claim, found) === undefined;
  if (few) reasons.push(`measured with ${found.length} of the ${LEAST_SEEDS} seeds that grading needs`);
  return reasons;
}

/** The claim's rule in a profile; the smoke profile borrows the tolerance of `quick`. */
export function ruleOf(claim: Claim, profile: Profile): ProfileRule {
  return claim.profiles[profile === "smoke" ? "quick" : profile];
}

/** Why the data set does not give what the claim needs, where that is so. */
export function impossibleReason(
  { experiment, metric }: Claim,
  { impossible }: JudgingContext,
): string | undefined {
  return impossible?.[experiment ?? ""] ?? impossible?.[`${experiment}/${metric}`];
}

/** What the claim was measured on. */
function datasetOf({ experiment }: Claim, { dataset, datasets }: JudgingContext): string {
  return datasets?.[experiment ?? ""] ?? dataset;
}

/** Whether the run used other data than the claim speaks of. */
export function onOtherData(claim: Claim, context: JudgingContext): boolean {
  return claim.dataset !== "none" && claim.dataset !== datasetOf(claim, context);
}
