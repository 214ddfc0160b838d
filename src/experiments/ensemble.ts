/**
 * §9: an ensemble of twelve naive maxout networks that differ in their seeds, under examples made against the whole
 * ensemble and against one member, by each plausible rule of voting. Claims Q19 and L18.ensemble.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import { type CostGradient, ensemble, type Model, type Totals } from "../models/mod.ts";
import { experiment, type MeasureContext, type Metric } from "./experiment.ts";
import { errorOf, evaluate, fgsmTotals, present } from "./measures/mod.ts";
import { naiveMaxout, PAPER } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  readonly members: number;
};

/**
 * Among the images that are wrong in `single`, the share that are wrong in `joint` too, minus a half, in points: each
 * of those images is a count for or against. Null when there is none.
 */
function shareMinusHalf(joint: Totals, single: Totals): Metric | null {
  if (single.errors === 0) return null;
  let both = 0;
  single.wrong.forEach((wrong, i) => both += wrong && joint.wrong[i] ? 1 : 0);
  const alone = single.errors - both;
  return { value: 100 * both / single.errors - 50, discordant: [both, alone] };
}

/** The ensemble's members in order. */
function membersOf(models: Readonly<Record<string, Model>>, count: number): readonly Model[] {
  return Array.from({ length: count }, (_, j) => models[`member${j}`]!);
}

/** The first member, and the ensemble by each rule, "ensemble" by the primary one. */
function attacked({ models, parameters: { members } }: MeasureContext<Parameters>) {
  const nets = membersOf(models, members);
  return {
    member: nets[0]!,
    ensemble: ensemble(nets, "probabilities"),
    "ensemble by logits": ensemble(nets, "logits"),
    "ensemble by losses": ensemble(nets, "losses"),
  };
}

/** FGSM on an ensemble and on one of its members. */
export const ensembleOfTwelve = experiment({
  name: "ensemble",
  title: "An ensemble of maxout networks (§9)",
  plan: (profile, data) => {
    const members = profile === "smoke" ? 3 : PAPER.members;
    return {
      seeds: profile === "quick" ? 0 : 1,
      models: (seed) =>
        Object.fromEntries(
          Array.from({ length: members }, (_, j) => [
            `member${j}`,
            naiveMaxout(profile, data, seed * members + j),
          ]),
        ),
      parameters: { epsilon: PAPER.epsilon, members } satisfies Parameters,
    };
  },
  attacks: ({ epsilon }) => [
    { attack: fgsmAttack({ epsilon, gradient: "float32" }), models: attacked },
    {
      attack: fgsmAttack({ epsilon, gradient: "direction" }),
      models(context) {
        const { member, ensemble } = attacked(context);
        return { member, ensemble };
      },
    },
  ],
  measure({ models, dataset: { test }, parameters: { epsilon, members } }) {
    const nets = membersOf(models, members);
    const first = nets[0]!;
    const byProbabilities = ensemble(nets, "probabilities");
    const byLogits = ensemble(nets, "logits");
    const byLosses = ensemble(nets, "losses"); // votes as `byProbabilities` does

    const clean = evaluate(byProbabilities, test);
    const single = fgsmTotals(first, test, epsilon, "float32");
    const joint = fgsmTotals(byProbabilities, test, epsilon, "float32");
    const exact = fgsmTotals(byProbabilities, test, epsilon, "direction");
    const logits = fgsmTotals(byLogits, test, epsilon, "float32");
    const losses = fgsmTotals(byLosses, test, epsilon, "float32");
    const onMember = (voters: Model, gradient: CostGradient) =>
      fgsmTotals(voters, test, epsilon, gradient, first);
    const member = onMember(byProbabilities, "float32");
    const memberExact = onMember(byProbabilities, "direction");
    const memberLogits = onMember(byLogits, "float32");

    const row = (rule: string, attack: string, totals: Totals) => ({
      rule,
      attack,
      error: errorOf(totals).value,
    });
    return {
      metrics: present({
        clean_error: errorOf(clean),
        error_ensemble_attack: errorOf(joint),
        error_ensemble_attack_exact: errorOf(exact),
        error_ensemble_attack_logits: errorOf(logits),
        error_ensemble_attack_losses: errorOf(losses),
        error_member_attack: errorOf(member),
        error_member_attack_exact: errorOf(memberExact),
        error_member_attack_logits: errorOf(memberLogits),
        fooled_share_minus_half: shareMinusHalf(joint, single),
      }),
      tables: {
        ensemble: [
          row("one member", "itself", single),
          row("probabilities", "none", clean),
          row("probabilities", "ensemble", joint),
          row("probabilities", "member", member),
          row("logits", "ensemble", logits),
          row("logits", "member", memberLogits),
          row("losses", "ensemble", losses),
        ],
      },
    };
  },
});
