import { assertEquals, assertThrows } from "@std/assert";
import { exp, log, softplus, turn } from "../../src/numeric/elementary.ts";
import { within } from "../support/compare.ts";

const A_FEW_ROUNDINGS = "a few roundings of float64";

Deno.test("log() agrees with the engine's to 2e-15", () => {
  for (const x of [2 ** -32, 1e-5, 0.1, 0.5, 0.70710678, 0.9999999, 1, 1.5, 2, 1e10]) {
    within(2e-15 * Math.max(1, Math.abs(Math.log(x))), A_FEW_ROUNDINGS)([log(x)], [Math.log(x)]);
  }
  assertThrows(() => log(0), RangeError, "found 0");
  assertThrows(() => log(NaN), RangeError, "found NaN");
});

Deno.test("exp() agrees with the engine's to 2e-15 of its value and ends in 0 and infinity", () => {
  for (let x = -700; x < 700; x += 0.737) within(2e-15, A_FEW_ROUNDINGS)([exp(x) / Math.exp(x)], [1]);
  assertEquals([exp(0), exp(-800), exp(800)], [1, 0, Infinity]);
});

Deno.test("softplus() neither overflows nor loses small values", () => {
  within(1e-15, A_FEW_ROUNDINGS)([softplus(0), softplus(1000), softplus(-30)], [
    Math.LN2,
    1000,
    Math.log1p(Math.exp(-30)),
  ]);
});

Deno.test("turn() agrees with the engine's cosine and sine to 2e-15", () => {
  for (let u = 0; u < 1; u += 0.0037) {
    within(2e-15, A_FEW_ROUNDINGS)(turn(u), [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)]);
  }
});
