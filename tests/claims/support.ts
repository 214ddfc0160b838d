/** A claim to judge in tests, with only the cells that a test is about. */
import type { Claim, ProfileRule } from "../../src/claims/mod.ts";

/** A graded rule with tolerance 1. */
export const RULE: ProfileRule = Object.freeze({
  tolerance: 1,
  graded: true,
  expected: "reproduced",
  reason: null,
});

/** A claim about an error of 90 % on MNIST with the same rule in each profile. */
export function claimWith(cells: Partial<Claim> = {}, rule: Partial<ProfileRule> = {}): Claim {
  const same = { ...RULE, ...rule };
  return {
    id: "Q3a",
    section: "4",
    kind: "claim",
    dataset: "mnist",
    statement: "Most examples are misclassified.",
    quantity: "error at ε = .25",
    published: 90,
    unit: "%",
    comparison: "equal",
    experiment: "fgsm_maxout",
    metric: "error",
    otherMetrics: [],
    specified: true,
    basis: "a test",
    pilot: null,
    reason: null,
    profiles: { quick: same, standard: same, full: same },
    ...cells,
  };
}

/** The text of a file in `data/`. */
export function dataFile(name: string): string {
  return Deno.readTextFileSync(new URL(`../../data/${name}`, import.meta.url));
}
