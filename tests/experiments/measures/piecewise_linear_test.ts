import { assert, assertEquals } from "@std/assert";
import { explainedByLines } from "../../../src/experiments/measures/piecewise_linear.ts";
import { Rng } from "../../../src/random/mod.ts";
import { within } from "../../support/compare.ts";

const GRID = Array.from({ length: 201 }, (_, i) => -10 + i / 10);

Deno.test("three straight pieces are explained by three lines and not by two", () => {
  const curve = GRID.map((x) => x < -3 ? 800 - 5 * x : x < 1 ? 40 * x : 300 - 60 * x);
  within(1e-12, "sums of 201 terms in float64")([explainedByLines(GRID, curve, 3)], [1]);
  assert(explainedByLines(GRID, curve, 2) < 0.99);
});

Deno.test("p lines leave one part in p⁴ of a parabola's variance", () => {
  for (const p of [1, 2, 3]) {
    const share = explainedByLines(GRID, GRID.map((x) => x * x), p);
    within(0.001, "201 points stand for the continuous curve")([share], [1 - 1 / (p * p * p * p)]);
  }
});

Deno.test("a constant is explained, and noise hardly", () => {
  assertEquals(explainedByLines(GRID, GRID.map(() => 7), 1), 1);
  assert(explainedByLines(GRID, Rng.fromSeed(1).normal(201), 3) < 0.2);
});

Deno.test("the best places to break are found: all of them tried one by one find no better", () => {
  const x = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const y = [...Rng.fromSeed(2).normal(9)];
  const residual = (from: number, to: number) => {
    const n = to - from;
    const mx = x.slice(from, to).reduce((a, b) => a + b, 0) / n;
    const my = y.slice(from, to).reduce((a, b) => a + b, 0) / n;
    let [sxx, sxy, syy] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      sxx += (x[i]! - mx) ** 2;
      sxy += (x[i]! - mx) * (y[i]! - my);
      syy += (y[i]! - my) ** 2;
    }
    return syy - (sxx > 0 ? sxy * sxy / sxx : 0);
  };
  let best = Infinity;
  for (let a = 1; a < 8; a++) {
    for (let b = a + 1; b < 9; b++) best = Math.min(best, residual(0, a) + residual(a, b) + residual(b, 9));
  }
  const mean = y.reduce((a, b) => a + b) / 9;
  const total = y.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  within(1e-12, "sums of nine terms in float64")([explainedByLines(x, y, 3)], [1 - best / total]);
});
