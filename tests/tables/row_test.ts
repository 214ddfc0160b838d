import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  columnsOf,
  type MeasuredTables,
  ofFirstSeed,
  readTable,
  type TableRow,
} from "../../src/tables/mod.ts";

const COST: TableRow<"deep_rbf_costs"> = { epoch: 1, seed: 0, cost: 2.3 };

Deno.test("readTable() gives the columns of the table alone, in their order", () => {
  const [row] = readTable("deep_rbf_costs", [{ other: "x", cost: 2.3, seed: 0, epoch: 1 }]);
  assertEquals(Object.keys(row!), columnsOf("deep_rbf_costs"));
  assertEquals(row, COST);
});

Deno.test("readTable() names table, row, column, what it found and what it expected", () => {
  for (const [value, found] of [[undefined, "undefined"], [null, "null"], [NaN, "NaN"], ["7", '"7"']]) {
    assertThrows(
      () => readTable("deep_rbf_costs", [{ ...COST }, { ...COST, cost: value }]),
      TypeError,
      `Cannot read the table deep_rbf_costs: row 2: cost is ${found}, expected a finite number`,
    );
  }
  const picture = { class: 3, seed: 0, confidence: 0.9 };
  assertThrows(
    () => readTable("fooling_images", [{ ...picture, pixels: [0, 7, Infinity] }]),
    TypeError,
    "pixels is a list with Infinity at 2, expected a list of finite numbers",
  );
  assertThrows(() => readTable("transfer", [{ source: 3 }]), TypeError, "source is 3, expected a text");
});

Deno.test("a column of optional numbers takes null and nothing else in the place of a number", () => {
  const row = { top: "softmax", seed: 0, rubbish_error: 1, clean_error: 2 };
  assertEquals(readTable("sigmoid_top", [{ ...row, rubbish_confidence: null }])[0]!.rubbish_confidence, null);
  assertThrows(() => readTable("sigmoid_top", [row]), TypeError, "expected a finite number or null");
});

Deno.test("tables of pictures come from the first seed alone", () => {
  const tables = (): MeasuredTables => ({ training_curves: [] });
  assertEquals([ofFirstSeed(0, tables), ofFirstSeed(1, tables)], [{ training_curves: [] }, {}]);
});

Deno.test("a misspelt table, a misspelt column and a wrong type do not compile", () => {
  const misspelt: readonly MeasuredTables[] = [
    // @ts-expect-error -- no table has this name
    { deep_rbf_cost: [] },
    // @ts-expect-error -- the column is `cost`
    { deep_rbf_costs: [{ epoch: 1, costs: 2.3 }] },
    // @ts-expect-error -- the column is a number
    { deep_rbf_costs: [{ epoch: 1, cost: "2.3" }] },
    // @ts-expect-error -- no table has this name
    ofFirstSeed(0, () => ({ fooling_image: [] })),
  ];
  assert(misspelt.length === 4);
});
