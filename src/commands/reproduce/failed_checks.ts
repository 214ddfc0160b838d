/** What follows when a sanity check of an experiment's attack fails: no claim of it is graded, and a grade is lost. */
import { type Claim, judge, type JudgingContext, type Observation } from "../../claims/mod.ts";

/** The context in which the claims of the `failed` experiments are not graded. */
export function withFailedChecks(context: JudgingContext, failed: ReadonlySet<string>): JudgingContext {
  const reasons = [...failed].map((name) => [name, "a sanity check of its attack failed"]);
  return { ...context, ungraded: { ...Object.fromEntries(reasons), ...context.ungraded } };
}

/** Whether one of the claims would be graded if no check had failed. */
export function losesGrade(
  claims: readonly Claim[],
  observations: readonly Observation[],
  context: JudgingContext,
  failed: ReadonlySet<string>,
): boolean {
  return claims.some((claim) =>
    claim.experiment !== null && failed.has(claim.experiment) && judge(claim, observations, context).graded
  );
}
