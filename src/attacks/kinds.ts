/** A kind of attack. */
export type AttackKind = "fgsm" | "targeted-fgsm" | "probability-step" | "scaled-step" | "rotation" | "lbfgs";

/**
 * Every kind with the version of its code, a whole number from 1. It rises when the bits of that kind's images change
 * on purpose: then what depends on them has to be computed again, and nothing else.
 */
export const ATTACKS: Readonly<Record<AttackKind, number>> = Object.freeze({
  fgsm: 1,
  "targeted-fgsm": 1,
  "probability-step": 1,
  "scaled-step": 1,
  rotation: 1,
  lbfgs: 1,
});
