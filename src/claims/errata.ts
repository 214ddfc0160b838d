/**
 * Slips in the printed paper, and values that are often misremembered: what stands where, what it must be for the
 * paper to agree with itself, and what goes wrong for a reader who copies it. One row of `data/errata.csv` each.
 */
import { type Section, SECTIONS } from "./claim.ts";
import { oneOf, parseTable, refuse, requiredText } from "../files/table.ts";

/** One row of `data/errata.csv`. */
export interface Erratum {
  /** The slip in snake_case: `rbf_sign`. */
  readonly id: string;
  /** The section of the paper. */
  readonly section: Section;
  /** `slip`: the paper prints it so; `trap`: the paper is right and easily misread. */
  readonly kind: "slip" | "trap";
  /** Where in the section. */
  readonly location: string;
  /** What is printed, or for a trap what is often understood. */
  readonly printed: string;
  /** What it should be. */
  readonly correct: string;
  /** Why it matters to whoever reproduces the paper. */
  readonly consequence: string;
}

const COLUMNS = "id section kind location printed correct consequence".split(" ");

/**
 * The errata in the text of `data/errata.csv`, in the order of its rows.
 *
 * @throws {DataError} a cell that is not as it must be; the message names file, row, column, found and expected
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = `id,section,kind,location,printed,correct,consequence
 * rbf_sign,7,slip,RBF equation,exp(q),exp(-q),grows with distance
 * `;
 * assertEquals(parseErrata(text)[0]?.correct, "exp(-q)");
 * ```
 */
export function parseErrata(text: string, file = "data/errata.csv"): readonly Erratum[] {
  return Object.freeze(
    parseTable(text, file, COLUMNS).map((row): Erratum => {
      if (!/^[a-z][a-z0-9_]*$/.test(row.id)) refuse(row, "id", "a name in snake_case");
      return Object.freeze({
        id: row.id,
        section: oneOf(row, "section", SECTIONS),
        kind: oneOf(row, "kind", ["slip", "trap"]),
        location: requiredText(row, "location"),
        printed: requiredText(row, "printed"),
        correct: requiredText(row, "correct"),
        consequence: requiredText(row, "consequence"),
      });
    }),
  );
}
