/**
 * What `--claims` means: an id (`Q14a.error`), an id without its suffix (`Q14a`), a number (`Q2` is Q2a and Q2b and
 * not Q20) or a section (`s4`, `sA`), in upper or lower case.
 */
import { UsageError } from "../errors.ts";
import { suggestion } from "../text/nearest.ts";
import type { Claim } from "./claim.ts";

/** All words that select a claim, from the narrowest to the widest. */
function wordsFor(claim: Pick<Claim, "id" | "section">): string[] {
  const stem = claim.id.split(".")[0]!;
  const number = stem.replace(/[a-z]$/, "");
  return [claim.id, stem, number, `s${claim.section}`];
}

/**
 * The claims that at least one of `words` selects, in the order of the table; all of them when there is no word.
 *
 * @throws {UsageError} a word selects nothing; the message suggests the nearest one that does
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const claims = [{ id: "Q2a", section: "4" }, { id: "Q20a.error", section: "A" }] as const;
 * assertEquals(selectClaims(claims, ["q2"]), [claims[0]]);
 * assertEquals(selectClaims(claims, ["sA"]), [claims[1]]);
 * ```
 */
export function selectClaims<C extends Pick<Claim, "id" | "section">>(
  claims: readonly C[],
  words: readonly string[],
): readonly C[] {
  if (words.length === 0) return claims;
  const known = new Map<string, string>();
  for (const word of claims.flatMap(wordsFor)) known.set(word.toLowerCase(), word);
  for (const word of words) {
    if (!known.has(word.toLowerCase())) {
      throw new UsageError(
        `Cannot select claims: found "${word}", ` +
          `expected an id (Q2a), a number (Q2) or a section (s4)${suggestion(word, known.values())}`,
      );
    }
  }
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  return claims.filter((claim) => wordsFor(claim).some((word) => wanted.has(word.toLowerCase())));
}
