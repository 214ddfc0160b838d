/**
 * What the paper leaves open and how we read it. Each row of `data/choices.csv` is one setting with our primary
 * reading, chosen by provenance (the authors' code, the nearest recipe by the same authors) and never by fit.
 */
import { type Section, SECTIONS } from "./claim.ts";
import { oneOf, optionalText, parseTable, refuse, requiredText } from "../files/table.ts";

/** One row of `data/choices.csv`. */
export interface Choice {
  /** The setting in snake_case: `softmax_recipe`. */
  readonly id: string;
  /** The section of the paper. */
  readonly section: Section;
  /** What the paper does not state. */
  readonly setting: string;
  /** The reading behind our numbers. */
  readonly primary: string;
  /** Where that reading comes from. */
  readonly provenance: string;
  /** Other plausible readings, or `null` where we see none. */
  readonly alternatives: string | null;
  /** What another reading changes, as measured; `null` until it is measured. */
  readonly effect: string | null;
  /** Words for `selectClaims()`: the claims it bears on. */
  readonly claims: readonly string[];
}

const COLUMNS = "id section setting primary provenance alternatives effect claims".split(" ");

/**
 * The choices in the text of `data/choices.csv`, in the order of its rows.
 *
 * @throws {DataError} a cell that is not as it must be; the message names file, row, column, found and expected
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = `id,section,setting,primary,provenance,alternatives,effect,claims
 * sign_of_zero,4,sign of a zero gradient,0,definition of sign,,,Q2 Q3
 * `;
 * assertEquals(parseChoices(text)[0]?.claims, ["Q2", "Q3"]);
 * ```
 */
export function parseChoices(text: string, file = "data/choices.csv"): readonly Choice[] {
  return Object.freeze(
    parseTable(text, file, COLUMNS).map((row): Choice => {
      if (!/^[a-z][a-z0-9_]*$/.test(row.id)) refuse(row, "id", "a name in snake_case");
      return Object.freeze({
        id: row.id,
        section: oneOf(row, "section", SECTIONS),
        setting: requiredText(row, "setting"),
        primary: requiredText(row, "primary"),
        provenance: requiredText(row, "provenance"),
        alternatives: optionalText(row, "alternatives"),
        effect: optionalText(row, "effect"),
        claims: Object.freeze(requiredText(row, "claims").split(" ")),
      });
    }),
  );
}
