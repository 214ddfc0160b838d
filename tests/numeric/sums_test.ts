import { assertEquals } from "@std/assert";
import { dot, l1Norm, mean } from "../../src/numeric/sums.ts";
import { Rng } from "../../src/random/mod.ts";

Deno.test("mean(), dot() and l1Norm() add in the order of the entries, in float64", () => {
  const values = Rng.fromSeed(1).normal(1001);
  const other = Rng.fromSeed(2).normal(1001);
  assertEquals(mean(values), values.reduce((sum, v) => sum + v, 0) / 1001);
  assertEquals(l1Norm(values), values.reduce((sum, v) => sum + Math.abs(v), 0));
  assertEquals(dot(values, other), values.reduce((sum, v, i) => sum + v * other[i]!, 0));
  assertEquals(dot(Int8Array.of(1, -1), Float32Array.of(2 ** 24, 0.5)), 2 ** 24 - 0.5);
});

Deno.test("the mean of nothing is not a number", () => {
  assertEquals(mean([]), NaN);
});
