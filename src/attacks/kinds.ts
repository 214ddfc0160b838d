/**
 * The kinds of attack, each with the version of its code: the whole list. A kind's version rises when the bits of its
 * images change on purpose; then measurements that make such images get new keys, and no others.
 */
export const ATTACKS = Object.freeze({
  fgsm: 1,
  "targeted-fgsm": 1,
  "probability-step": 1,
  "scaled-step": 1,
  rotation: 1,
});

/** A kind of attack. */
export type AttackKind = keyof typeof ATTACKS;
