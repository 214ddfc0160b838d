/**
 * Joins words as prose does.
 *
 * @param last stands before the last of several
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([["a"], ["a", "b"], ["a", "b", "c"]].map((words) => listing(words)), ["a", "a and b", "a, b and c"]);
 * assertEquals(listing(["0", "1", "2"], "or"), "0, 1 or 2");
 * ```
 */
export function listing(words: readonly string[], last = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
