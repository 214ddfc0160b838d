/** How firm verdicts are: seeds that decide, orderings that hold together, numbers that are close but distinguishable. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  holm,
  isDistinguishable,
  judge,
  orderingsTogether,
  pivotalSeeds,
  upperTail,
} from "../../src/claims/mod.ts";
import { robustnessTexts } from "../../src/report/summary.ts";
import { claimWith } from "./support.ts";

const CONTEXT = { profile: "quick", dataset: "mnist" } as const;
const observed = (values: readonly number[]) =>
  values.map((value, seed) => ({ experiment: "fgsm_maxout", metric: "error", seed, value }));
const number = (id: string, values: readonly number[], tolerance = 1) =>
  judge(claimWith({ id }, { tolerance }), observed(values), CONTEXT);
const ordering = (id: string, values: readonly number[]) =>
  judge(
    claimWith({ id, comparison: "ordering", published: null, unit: "points" }, { tolerance: null }),
    observed(values),
    CONTEXT,
  );

Deno.test("the p-value is that of the tables of Student's t", () => {
  // t = mean / (s / √n), for n = 6 and the 5 % and 1 % points of 5 degrees of freedom: 2.015048 and 3.364930
  for (const [t, p] of [[2.015048, 0.05], [3.36493, 0.01], [-2.015048, 0.95], [0, 0.5]] as const) {
    const spread = [-1, -1, -1, 1, 1, 1]; // s / √n = √(6 / 5) / √6
    const values = spread.map((v) => v + t * Math.sqrt(6 / 5) / Math.sqrt(6));
    assert(Math.abs(upperTail(values)! - p) < 1e-6, `${upperTail(values)}`);
  }
  assertEquals([upperTail([]), upperTail([1]), upperTail([2, 2])], [null, null, null]);
});

Deno.test("holm() steps down from the least p-value and stops at the first that fails, whatever the order", () => {
  assertEquals(holm([0.03, 0.001, 0.02, 0.012], 0.05), [true, true, true, true]);
  assertEquals(holm([0.03, 0.001, 0.03, 0.012], 0.05), [false, true, false, true]);
  assertEquals(holm([0.02, 0.02, 0.02], 0.05), [false, false, false]);
  assertEquals(holm([], 0.05), []);
  assertThrows(() => holm([0.1, NaN], 0.05), RangeError, "found NaN, expected numbers from 0 to 1");
});

Deno.test("a seed is pivotal if the verdict is another without it", () => {
  const claim = claimWith();
  const found = (values: readonly number[]) => pivotalSeeds(claim, 1, observed(values));
  assertEquals(found([90, 90.1, 89.9, 90, 90.1]), []);
  assertEquals(found([90, 90, 90, 90, 92.2]), [{ seed: 4, verdict: "reproduced" }]); // undecided with it
  assertEquals(found([90, 92]), []); // two seeds are no verdict to lean on
});

Deno.test("what is reproduced while no single run is like the published one is close but distinguishable", () => {
  assert(isDistinguishable(number("Q3a", [90.5, 90.51, 90.49])));
  assert(!isDistinguishable(number("Q3a", [90.2, 89.9, 90.1])));
  assert(!isDistinguishable(number("Q3a", [95.5, 95.51, 95.49]))); // not reproduced
  assert(!isDistinguishable(number("Q3a", [90.5, 90.5, 90.5]))); // nothing is known of another run
});

Deno.test("graded orderings are tested together, and the report says what is left of them", () => {
  const strong = ["L2", "L5"].map((id) => ordering(id, [5, 5.1, 4.9]));
  const weak = ["L7", "L11", "L12"].map((id) => ordering(id, [1, 3, 2]));
  const { tested, held } = orderingsTogether([...strong, ...weak, ordering("L13", [-1, 1, 0])]);
  assertEquals(tested.map(({ id }) => id), ["L2", "L5", "L7", "L11", "L12"]);
  assertEquals(held.map(({ id }) => id), ["L2", "L5"]);
  assertEquals(
    robustnessTexts([...strong, ...weak, number("Q3a", [90.5, 90.51, 90.49]), number("Q5a", [90, 90, 90])]),
    [
      "2 of the 5 graded orderings that hold at 5 % each hold at 5 % together (Holm's correction); not L7, L11, L12.",
      "Close but distinguishable: Q3a. The mean is within the tolerance, but the published value is not where 90 % of our single runs lie.",
      "One seed decides: L7 (undecided without seed 0, 1 or 2), L11 (undecided without seed 0, 1 or 2), L12 (undecided without seed 0, 1 or 2).",
      "No spread: Q5a has one value for all seeds, so the verdict is that of one run.",
    ],
  );
  assertEquals(robustnessTexts([]), []);
});
