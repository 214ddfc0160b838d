import { assertEquals } from "@std/assert";
import { agreementOf, beyondChance, shareOf } from "../../../src/experiments/measures/agreement.ts";
import { falsePositives } from "../../../src/experiments/measures/false_positives.ts";

Deno.test("agreementOf() counts the images that fool one model, both, and both alike", () => {
  const labels = Uint8Array.of(0, 0, 0, 0, 0);
  const one = Uint8Array.of(0, 1, 1, 2, 3);
  const other = Uint8Array.of(1, 1, 2, 0, 3);
  assertEquals(agreementOf(one, other, labels), { fooled: 4, bothErr: 3, same: 2 });
  assertEquals([shareOf(1, 4), shareOf(0, 0)], [{ value: 25, trials: 4 }, null]);
});

Deno.test("beyondChance() takes off what guessing among the wrong classes gives", () => {
  const agreement = { fooled: 9, bothErr: 4, same: 3 };
  assertEquals(beyondChance(agreement, 10), { value: 100 * (3 / 4 - 1 / 9) });
  assertEquals(beyondChance(agreement, 5), { value: 50 });
  assertEquals(beyondChance({ fooled: 9, bothErr: 0, same: 0 }, 10), null);
});

Deno.test("falsePositives() are images with a probability above the threshold, not at it", () => {
  const answers = {
    predictions: Uint8Array.of(3, 5, 5),
    confidences: Float64Array.of(0.5, 0.75, 1),
    logits: new Float32Array(0),
  };
  const model = { classes: 7, answers: () => answers };
  const { errors, error, confidence, counts } = falsePositives(model, new Float32Array(3), 0.5);
  assertEquals([errors, confidence], [2, { value: 87.5 }]);
  assertEquals([error, counts], [{ value: 200 / 3, trials: 3 }, [0, 0, 0, 0, 0, 2, 0]]);
});
