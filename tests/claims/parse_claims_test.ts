/** A damaged claims.csv is refused with file, row, column, what was found and what was expected. */
import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { CLAIM_COLUMNS, parseClaims } from "../../src/claims/mod.ts";

const GOOD: Readonly<Record<string, string>> = {
  id: "Q2a",
  section: "4",
  kind: "claim",
  dataset: "mnist",
  statement: "Almost all fail.",
  quantity: "error",
  published: "99.9",
  unit: "%",
  comparison: "equal",
  experiment: "fgsm_softmax",
  metric: "error",
  other_metrics: "",
  specified: "yes",
  basis: "rounding",
  pilot: "",
  reason: "",
  ...Object.fromEntries(
    ["quick", "standard", "full"].flatMap((profile) => [
      [`${profile}_tolerance`, "0.3"],
      [`${profile}_graded`, "yes"],
      [`${profile}_expected`, "reproduced"],
      [`${profile}_reason`, ""],
    ]),
  ),
};

/** A table of one row, in which some cells differ from a good one. */
function table(cells: Record<string, string> = {}): string {
  const row = { ...GOOD, ...cells };
  const columns = Object.keys(row);
  return `${columns.join(",")}\n${columns.map((column) => row[column as keyof typeof row]).join(",")}\n`;
}

function refused(text: string, message: string): void {
  assertThrows(() => parseClaims(text, "claims.csv"), DataError, message);
}

Deno.test("a good row becomes a frozen claim with numbers as numbers", () => {
  const [claim] = parseClaims(table());
  assertEquals([claim!.published, claim!.profiles.quick.tolerance, claim!.pilot], [99.9, 0.3, null]);
  assertEquals(Object.isFrozen(claim) && Object.isFrozen(claim!.profiles.full), true);
});

Deno.test("the test's row has exactly the columns of claims.csv", () => {
  assertEquals(Object.keys(GOOD).toSorted(), CLAIM_COLUMNS.toSorted());
});

Deno.test("an unknown column is refused", () => {
  refused(table({ colour: "red" }), 'header: found "colour" unknown and no missing columns');
});

Deno.test("a missing column is refused", () => {
  refused("id,section\nQ2a,4\n", 'missing columns, expected each of "id"');
});

Deno.test("a row of another length is refused", () => {
  refused(`${table().trimEnd()},more\n`, "row Q2a (record 2): found 29 cells, expected 28");
});

Deno.test("malformed CSV is refused", () => {
  refused('id,section\n"Q2a,4\n', "Cannot read claims.csv: found malformed CSV");
});

Deno.test("an id that occurs twice is refused", () => {
  const text = table();
  refused(
    text + text.split("\n")[1] + "\n",
    'row Q2a, column id: found "Q2a", expected an id that no other row',
  );
});

const REFUSALS: readonly [cells: Record<string, string>, message: string][] = [
  [{ id: "X1" }, 'row X1, column id: found "X1", expected Q, L or H'],
  [{ section: "2" }, 'row Q2a, column section: found "2", expected one of "3"'],
  [{ kind: "fact" }, 'column kind: found "fact", expected one of "claim", "identity", "setting"'],
  [{ dataset: "MNIST" }, 'column dataset: found "MNIST"'],
  [{ published: "99.9%" }, 'column published: found "99.9%", expected a decimal number'],
  [{ published: "1e2" }, 'column published: found "1e2"'],
  [{ published: "" }, 'column published: found "", expected a number to be equal to'],
  [{ statement: " " }, "column statement"],
  [{ unit: "" }, 'column unit: found "", expected a text'],
  [{ comparison: "=" }, 'column comparison: found "="'],
  [{ experiment: "FGSM" }, 'column experiment: found "FGSM", expected a name in snake_case'],
  [{ metric: "" }, "column metric: found"],
  [{ specified: "maybe" }, 'column specified: found "maybe", expected one of "yes", "no"'],
  [{ basis: "" }, "column basis: found"],
  [{ quick_tolerance: "-1" }, 'column quick_tolerance: found "-1", expected 0 or more'],
  [{ quick_tolerance: "" }, 'column quick_tolerance: found "", expected a number for a graded claim'],
  [{ comparison: "ordering" }, "column quick_tolerance: found"],
  [{ full_graded: "no" }, 'column full_reason: found "", expected the reason why it is not graded'],
  [{ full_expected: "undecided" }, 'column full_reason: found "", expected the reason why "undecided"'],
  [{ full_expected: "fine" }, 'column full_expected: found "fine"'],
  [{ kind: "setting" }, 'column experiment: found "fgsm_softmax", expected nothing for a setting'],
  [{ experiment: "", metric: "" }, 'column reason: found "", expected the reason why there is no experiment'],
  [{ experiment: "", metric: "", reason: "planned" }, "column quick_graded: found"],
];

for (const [cells, message] of REFUSALS) {
  Deno.test(`claims.csv with ${JSON.stringify(cells)} is refused`, () => refused(table(cells), message));
}
