import { assertEquals } from "@std/assert";
import { withoutNonNumbers } from "../../src/runs/mod.ts";

Deno.test("a measurement of numbers stays as it is", () => {
  const measurement = {
    metrics: { error: { value: 1, trials: 2 } },
    tables: { rows: [{ a: 1, b: [1, 2], c: "x" }] },
  };
  assertEquals(withoutNonNumbers(measurement), measurement);
});

Deno.test("a metric that is not a number is left out with the reason, and such a cell is empty", () => {
  const found = withoutNonNumbers({
    metrics: { error: { value: 1 }, correlation: { value: NaN }, ratio: { value: Infinity } },
    tables: { rows: [{ a: NaN, b: [1, -Infinity], c: "NaN", d: true, e: null }] },
  });
  assertEquals(found.metrics, { error: { value: 1 } });
  assertEquals(found.tables["rows"], [{ a: null, b: [1, null], c: "NaN", d: true, e: null }]);
  assertEquals(found.missing, {
    correlation: "correlation is NaN on these images",
    ratio: "ratio is Infinity on these images",
  });
});
