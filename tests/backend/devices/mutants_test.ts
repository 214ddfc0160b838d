/** The random cases see one changed operation in every function of the reference device; all changes: by the tool. */
import { assert, assertEquals } from "@std/assert";
import { equivalence } from "../../../tools/equivalent_mutants.ts";
import { FILES, mutate } from "../../../tools/mutate_reference.ts";
import { type Mutant, mutantsOf } from "../../../tools/mutants.ts";

/** One mutant of every function and constant: the one in the middle. */
function onePerOwner(mutants: readonly Mutant[]): Mutant[] {
  const real = mutants.filter((mutant) => !equivalence(mutant));
  return [...Map.groupBy(real, ({ owner }) => owner).values()].map((own) => own[own.length >> 1]!);
}

for (const file of FILES) {
  Deno.test(`a changed operation in any function of ${file} is seen`, async () => {
    const outcomes = await mutate(file, onePerOwner);
    assert(outcomes.length > 0);
    assertEquals(outcomes.filter(({ seen }) => !seen), []);
  });
}

Deno.test("a mutant differs in one place, and never in a comment", () => {
  const source =
    "/** a + b */\nexport function sum(a: number, b: number): number {\n  return a + b; // a + 1\n}\n";
  const mutants = mutantsOf(source);
  assertEquals(mutants.map(({ owner, line, changed }) => [owner, line, changed]), [
    ["sum", 3, "return a - b; // a + 1"],
  ]);
  assertEquals(mutants[0]!.source, source.replace("return a + b", "return a - b"));
});
