import { assertEquals } from "@std/assert";
import { evaluationInstructions, trainingInstructions } from "../../src/backend/instructions_of.ts";
import type { TrainingOptions } from "../../src/backend/networks/training_options.ts";
import { MOMENTUM, shapeOf } from "./support.ts";

const MAXOUT = shapeOf({ inputs: 6, hidden: [{ units: 4, pieces: 2 }], classes: 3 });
const OPTIONS: TrainingOptions = { batch: 2, optimiser: MOMENTUM };

Deno.test("a clean step without dropout needs no mask, no sign step and no gradient by the pixels", () => {
  assertEquals(trainingInstructions(MAXOUT, OPTIONS), [
    "forward",
    "gatherBytes",
    "gatherLabels",
    "inputGradient",
    "score",
    "softmax",
    "update",
  ]);
});

Deno.test("dropout adds its masks, and an adversarial half the sign step", () => {
  const options: TrainingOptions = {
    ...OPTIONS,
    dropout: [{ keep: .8, scale: 1, key: [1, 2] }, { keep: .5, scale: 2, key: [3, 4] }],
    objective: { cleanWeight: .5, perturbation: { kind: "fgsm", epsilon: .25, gradient: "float32" } },
  };
  const added = trainingInstructions(MAXOUT, options).filter((name) =>
    !trainingInstructions(MAXOUT, OPTIONS).includes(name)
  );
  assertEquals(added, ["dropout", "mask", "signStep"]);
});

Deno.test("an evaluation of float32 images needs no bytes, and another cost where the head is another", () => {
  const names = evaluationInstructions({ ...MAXOUT, head: "bernoulli" }, "floats");
  assertEquals(names, [
    "bernoulli",
    "forward",
    "gatherFloats",
    "gatherLabels",
    "inputGradient",
    "score",
    "signStep",
  ]);
});
