/** What a set of judged claims amounts to: the sentence on top of the report and the exit code of the command. */
import { listing } from "../text/listing.ts";
import type { ClaimResult } from "./result.ts";

/** What counting needs to know of a judged claim. */
export type Graded = Pick<ClaimResult, "kind" | "comparison" | "own" | "graded" | "verdict" | "expected">;

/** How many of some graded claims are reproduced. */
export interface Count {
  /** With the verdict `reproduced`. */
  readonly reproduced: number;
  /** All of them. */
  readonly graded: number;
}

/** What the claims amount to; every claim of the paper is in one of the counts. */
export interface Headline {
  /** Published numbers, which are reproduced within a tolerance. */
  readonly numbers: Count;
  /** Bounds: at least, or at most. */
  readonly bounds: Count;
  /** Orderings: one thing is larger than another. */
  readonly orderings: Count;
  /** Claims whose verdict depends on a reading that the paper leaves open. */
  readonly underspecified: number;
  /** Measured claims that are not graded: at a shortened protocol, with few seeds, or on other data. */
  readonly ungraded: number;
  /** Claims that are not run, with a reason each. */
  readonly notRun: number;
  /** Identities, which test the code. */
  readonly identities: number;
  /** Our own claims and controls (`H1` …), apart, so that they do not flatter the counts. */
  readonly own: Count;
  /** `8 of 10 published numbers, 9 of 9 bounds and 13 of 14 orderings are reproduced; 3 are underspecified, …`. */
  readonly sentence: string;
}

/** What a claim of the paper counts as. */
type Part = "numbers" | "bounds" | "orderings" | "underspecified" | "ungraded" | "notRun" | "identities";

function partOf({ kind, comparison, graded, verdict }: Graded): Part {
  if (kind === "identity") return "identities";
  if (verdict === "underspecified") return "underspecified";
  if (!graded) return verdict === "not-run" ? "notRun" : "ungraded";
  return comparison === "equal" ? "numbers" : comparison === "ordering" ? "orderings" : "bounds";
}

function count(results: readonly Graded[]): Count {
  const graded = results.filter((result) => result.graded);
  return {
    reproduced: graded.filter((result) => result.verdict === "reproduced").length,
    graded: graded.length,
  };
}

/** "8 of 10 published numbers and 13 of 14 orderings are reproduced"; "" where none is graded. */
function reproducedText(numbers: Count, bounds: Count, orderings: Count): string {
  const named = [[numbers, "published number"], [bounds, "bound"], [orderings, "ordering"]] as const;
  const parts = named.filter(([{ graded }]) => graded > 0).map(([{ reproduced, graded }, word]) =>
    `${reproduced} of ${graded} ${word}${graded === 1 ? "" : "s"}`
  );
  if (parts.length === 0) return "";
  const verb = parts.length === 1 && parts[0]!.startsWith("1 ") ? "is" : "are";
  return `${listing(parts)} ${verb} reproduced`;
}

/**
 * The counts on top of the report: claims of the paper by what they say, our own apart.
 *
 * @param results without settings
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const held = {
 *   kind: "claim", comparison: "equal", own: false, graded: true, verdict: "reproduced", expected: "reproduced",
 * } as const;
 * const { numbers, sentence } = headline([held, { ...held, verdict: "undecided" }, { ...held, comparison: "ordering" }]);
 * assertEquals(numbers, { reproduced: 1, graded: 2 });
 * assertEquals(sentence, "1 of 2 published numbers and 1 of 1 ordering are reproduced");
 * ```
 */
export function headline(results: readonly Graded[]): Headline {
  const parts = Map.groupBy(results.filter(({ own }) => !own), partOf);
  const of = (part: Part) => parts.get(part) ?? [];
  const [numbers, bounds, orderings] = [count(of("numbers")), count(of("bounds")), count(of("orderings"))];
  const identities = of("identities").length;
  const apart = {
    underspecified: of("underspecified").length,
    ungraded: of("ungraded").length,
    notRun: of("notRun").length,
  };
  const others = ([
    [apart.underspecified, "underspecified"],
    [apart.ungraded, "measured without a grade"],
    [apart.notRun, "not run"],
    [
      identities,
      identities === 1 ? "identity that only tests the code" : "identities that only test the code",
    ],
  ] as const).filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(", ");
  const reproduced = reproducedText(numbers, bounds, orderings) || "No claim of the paper is graded here";
  const sentence = others === "" ? reproduced : `${reproduced}; ${others}`;
  return {
    ...{ numbers, bounds, orderings, ...apart, identities },
    own: count(results.filter(({ own }) => own)),
    sentence,
  };
}

/**
 * 0 when every graded claim was measured and has its expected verdict, else 1. Claims that are not graded, and
 * therefore settings, have no say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const held = {
 *   kind: "claim", comparison: "equal", own: false, graded: true, verdict: "reproduced", expected: "reproduced",
 * } as const;
 * assertEquals(exitCode([held]), 0);
 * assertEquals(exitCode([held, { ...held, verdict: "not-run" }]), 1);
 * ```
 */
export function exitCode(results: readonly Graded[]): 0 | 1 {
  return results.every((result) => !result.graded || result.verdict === result.expected) ? 0 : 1;
}
