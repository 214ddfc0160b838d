/**
 * §6: adversaries whose making is differentiable, so that training sees how they react to the parameters: small
 * rotations of the image and steps along the scaled gradient. The paper found "not nearly as powerful" a regulariser
 * in them, perhaps because they are easier to solve. Claims L10 and H27.
 */
import { fgsmAttack, perturb, rotationAttack, scaledStepAttack, type StepAttack } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model, Totals } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import { difference, errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { adversarialMaxout, differentiableMaxout, naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  readonly degrees: number;
};

const ROLES = ["naive", "sign", "scaled", "rotation"] as const;

/** Size of the steps, and angle of the rotations, in training and in measuring. */
const SIZES: Parameters = { epsilon: PAPER.epsilon, degrees: 20 };

/** The three kinds of adversaries. */
function adversaries({ epsilon, degrees }: Parameters): Readonly<Record<string, StepAttack>> {
  return {
    sign: fgsmAttack({ epsilon, gradient: "float32" }),
    scaled: scaledStepAttack({ epsilon }),
    rotation: rotationAttack({ degrees }),
  };
}

/** Totals of a net on clean images, on each kind of its own adversaries, and on FGSM examples made on `naive`. */
function totalsUnder(
  model: Model,
  naive: Model,
  test: LabelledImages,
  sizes: Parameters,
): Record<string, Totals> {
  const kinds = Object.entries(adversaries(sizes));
  return {
    clean: evaluate(model, test),
    ...Object.fromEntries(kinds.map(([kind, attack]) => [
      kind,
      evaluate(model, test, (m, x, labels) => perturb(attack, m, x, labels)),
    ])),
    transfer: fgsmTotals(model, test, sizes.epsilon, "float32", naive),
  };
}

/** Nets trained on differentiable adversaries beside the one trained on signs. */
export const differentiableAdversaries = experiment({
  name: "differentiable_adversaries",
  title: "Adversaries that the gradient flows through (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      naive: naiveMaxout(profile, data, seed, "variant"),
      sign: adversarialMaxout(profile, data, seed, "variant"),
      scaled: differentiableMaxout({ kind: "scaled", epsilon: SIZES.epsilon }, profile, data, seed),
      rotation: differentiableMaxout({ kind: "rotation", degrees: SIZES.degrees }, profile, data, seed),
    }),
    parameters: SIZES,
  }),
  attacks: (parameters) => Object.values(adversaries(parameters)).map((attack) => ({ attack })),
  measure({ models, dataset: { test }, parameters }) {
    const found = Object.fromEntries(
      ROLES.map((role) => [role, totalsUnder(models[role], models.naive, test, parameters)]),
    );
    const totals = (role: (typeof ROLES)[number], under: string) => found[role]![under]!;
    const sign = totals("sign", "sign");
    return {
      metrics: {
        scaled_minus_sign_error: difference(totals("scaled", "sign"), sign),
        rotation_minus_sign_error: difference(totals("rotation", "sign"), sign),
        sign_minus_scaled_own_error: difference(sign, totals("scaled", "scaled")),
        sign_minus_rotation_own_error: difference(sign, totals("rotation", "rotation")),
        scaled_minus_sign_transfer_error: difference(
          totals("scaled", "transfer"),
          totals("sign", "transfer"),
        ),
        rotation_minus_sign_transfer_error: difference(
          totals("rotation", "transfer"),
          totals("sign", "transfer"),
        ),
        naive_minus_scaled_error: difference(totals("naive", "sign"), totals("scaled", "sign")),
        naive_minus_rotation_error: difference(totals("naive", "sign"), totals("rotation", "sign")),
      },
      tables: {
        differentiable_adversaries: ROLES.flatMap((trained) =>
          Object.entries(found[trained]!).map(([under, own]) => ({
            trained,
            under,
            error: errorOf(own).value,
          }))
        ),
      },
    };
  },
});
