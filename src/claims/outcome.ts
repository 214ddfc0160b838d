/** What a set of judged claims amounts to: the sentence on top of the report and the exit code of the command. */
import type { ClaimResult } from "./result.ts";

/** What counting needs to know of a judged claim. */
export type Graded = Pick<ClaimResult, "own" | "graded" | "verdict" | "expected">;

/** How many graded claims came out; the paper's and our own apart, so that ours do not flatter the count. */
export interface Headline {
  /** Graded claims of the paper with the verdict `reproduced`. */
  readonly reproduced: number;
  /** Graded claims of the paper. */
  readonly graded: number;
  /** The same for our own claims and controls (`H1` …). */
  readonly own: { readonly reproduced: number; readonly graded: number };
  /** `31 of 46 graded claims are reproduced`. */
  readonly sentence: string;
}

function count(results: readonly Graded[]): { reproduced: number; graded: number } {
  const graded = results.filter((result) => result.graded);
  return {
    reproduced: graded.filter((result) => result.verdict === "reproduced").length,
    graded: graded.length,
  };
}

/**
 * The count on top of the report.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const held = { own: false, graded: true, verdict: "reproduced", expected: "reproduced" } as const;
 * const open = { ...held, verdict: "undecided" } as const;
 * assertEquals(headline([held, open]).sentence, "1 of 2 graded claims is reproduced");
 * ```
 */
export function headline(results: readonly Graded[]): Headline {
  const paper = count(results.filter((result) => !result.own));
  const own = count(results.filter((result) => result.own));
  const verb = paper.reproduced === 1 ? "is" : "are";
  const sentence = paper.graded === 0
    ? "No claim of the paper is graded here"
    : `${paper.reproduced} of ${paper.graded} graded claims ${verb} reproduced`;
  return { ...paper, own, sentence };
}

/**
 * 0 when every graded claim was measured and has its expected verdict, else 1. Claims that are not graded, and
 * therefore settings, have no say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const held = { own: false, graded: true, verdict: "reproduced", expected: "reproduced" } as const;
 * assertEquals(exitCode([held]), 0);
 * assertEquals(exitCode([held, { ...held, verdict: "not-run" }]), 1);
 * ```
 */
export function exitCode(results: readonly Graded[]): 0 | 1 {
  return results.every((result) => !result.graded || result.verdict === result.expected) ? 0 : 1;
}
