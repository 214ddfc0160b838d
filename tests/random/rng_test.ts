import { assert, assertEquals, assertThrows } from "@std/assert";
import { Rng } from "../../src/random/rng.ts";
import { within } from "../support/compare.ts";

const rng = Rng.fromSeed(3).fork("test");

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

Deno.test("Rng draws do not depend on what was drawn before", () => {
  const stream = Rng.fromSeed(5).fork("a");
  const first = stream.uniform(10, 2);
  stream.uniform(1000);
  stream.fork("b").normal(7);
  assertEquals(stream.uniform(10, 2), first);
  assertEquals(stream.uniform(4, 2), first.subarray(0, 4));
});

Deno.test("Rng streams differ by seed, by label and by substream", () => {
  const draws = [
    Rng.fromSeed(1).fork("a").words(4),
    Rng.fromSeed(2).fork("a").words(4),
    Rng.fromSeed(1).fork("b").words(4),
    Rng.fromSeed(1).fork("a").words(4, 1),
  ].map((words) => words.join());
  assertEquals(new Set(draws).size, draws.length);
});

Deno.test("Rng.words() can begin anywhere", () => {
  assertEquals(rng.words(6, 9, 4), rng.words(10, 9).subarray(4));
});

Deno.test("Rng.uniform() has the mean and variance of the uniform distribution", () => {
  const { mean, variance } = moments(rng.uniform(100_000));
  within(0.004, "4 standard errors of 100,000 draws")([mean], [0.5]);
  within(0.001, "4 standard errors of 100,000 draws")([variance], [1 / 12]);
});

Deno.test("Rng.normal() has the mean, variance and tails of the normal distribution", () => {
  const draws = rng.normal(100_001);
  const { mean, variance } = moments(draws);
  within(0.013, "4 standard errors of 100,000 draws")([mean], [0]);
  within(0.018, "4 standard errors of 100,000 draws")([variance], [1]);
  const beyond = draws.filter((z) => Math.abs(z) > 1.959964).length / draws.length;
  within(0.0028, "4 standard errors of 100,000 draws")([beyond], [0.05]);
});

Deno.test("Rng.bernoulli() keeps the wanted share, and with 1 keeps everything", () => {
  const share = rng.bernoulli(100_000, 0.8).reduce((a, b) => a + b) / 100_000;
  within(0.005, "4 standard errors of 100,000 draws")([share], [0.8]);
  assert(rng.bernoulli(1000, 1).every((bit) => bit === 1));
  assert(rng.bernoulli(1000, 0).every((bit) => bit === 0));
});

Deno.test("Rng.permutation() holds each number once and prefers no place", () => {
  assertEquals([...rng.permutation(1000)].sort((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i));
  const firsts = new Float64Array(5);
  for (let k = 0; k < 5000; k++) firsts[rng.permutation(5, k)[0]!]! += 1;
  within(113, "4 standard errors of 5,000 draws")(firsts, new Float64Array(5).fill(1000));
  assertEquals([...rng.permutation(0)], []);
});

Deno.test("Rng refuses seeds, counts, probabilities and labels out of range", () => {
  assertThrows(() => Rng.fromSeed(-1), RangeError, "found -1");
  assertThrows(() => Rng.fromSeed(0.5), RangeError, "found 0.5");
  assertThrows(() => rng.uniform(-1), RangeError, "count is -1");
  assertThrows(() => rng.uniform(1, 2 ** 32), RangeError, "substream");
  for (const from of [1, -2, 0.5]) {
    assertThrows(() => rng.words(1, 0, from), RangeError, `the first word is ${from}`);
  }
  assertThrows(() => rng.bernoulli(1, NaN), RangeError, "NaN");
  assertThrows(() => rng.fork(""), RangeError, "empty");
});
