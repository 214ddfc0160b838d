import { assertEquals } from "@std/assert";
import { learningRates, momentumAt } from "../../src/training/schedule.ts";
import { bitwise, within } from "../support/compare.ts";

Deno.test("learningRates() divides by the decay after every update and stops at the minimum", () => {
  const rates = learningRates({ initial: 0.1, decay: 1.000004, minimum: 1e-6 });
  let divisor = 1;
  for (let update = 0; update < 1000; update++) {
    bitwise([rates.next().value], [0.1 / divisor]);
    divisor *= 1.000004;
  }
  assertEquals(learningRates({ initial: 1e-7, decay: 1, minimum: 1e-6 }).next().value, 1e-6);
});

Deno.test("the maxout recipe's rate after 243 epochs is the one in pylearn2's continuation file", () => {
  // lr .0615082606673 after 243 epochs of 500 updates: the fact from which paper-facts derives the best epoch
  const rates = learningRates({ initial: 0.1, decay: 1.000004, minimum: 1e-6 });
  let rate = 0;
  for (let update = 0; update <= 243 * 500; update++) rate = rates.next().value;
  within(1e-7, "pylearn2 keeps the rate in float32")([rate], [0.0615082606673]);
});

Deno.test("momentumAt() grows linearly from the first epoch and saturates", () => {
  const momentum = { initial: 0.5, final: 0.7, saturates: 250 };
  assertEquals([1, 250, 251, 1000].map((epoch) => momentumAt(epoch, momentum)), [0.5, 0.7, 0.7, 0.7]);
  within(1e-6, "pylearn2 keeps the momentum in float32")([momentumAt(243, momentum)], [0.694376766682]);
  assertEquals(momentumAt(1, { initial: 0.3, final: 0.4, saturates: 1 }), 0.4);
});
