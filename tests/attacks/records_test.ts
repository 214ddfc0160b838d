/** The records of attacks do what the functions beside them do. */
import { assertEquals } from "@std/assert";
import {
  type AttackKind,
  ATTACKS,
  fgsm,
  fgsmAttack,
  perturb,
  probabilityStepAttack,
  rotate,
  rotationAttack,
  scaledStep,
  scaledStepAttack,
  type StepAttack,
  targetedFgsm,
  targetedFgsmAttack,
} from "../../src/attacks/mod.ts";
import { type Architecture, initialise, type Model, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 };
const BYTES = Uint8Array.from(Rng.fromSeed(6).fork("x").uniform(36), (v) => 256 * v);
const IMAGES = Float32Array.from(BYTES, (byte) => byte / 255);
const LABELS = [0, 1, 2, 1];

/** x + ε ∇ₓ p(label), from the cost -log p(label), image by image. */
function alongProbability(model: Model, x: Float32Array, epsilon: number): Float32Array {
  const gradient = model.inputGradient(x, LABELS, "exact");
  const { logits } = model.answers(x);
  return x.map((v, j) => {
    const i = Math.floor(j / 9);
    const own = [...logits.subarray(3 * i, 3 * i + 3)].map((z) => Math.exp(z - logits[3 * i + LABELS[i]!]!));
    return v - epsilon * gradient[j]! / own.reduce((a, b) => a + b);
  });
}

/** Each kind of step: a record, and the images that it should make. L-BFGS has tests of its own. */
const KINDS: Readonly<
  Record<Exclude<AttackKind, "lbfgs">, readonly [StepAttack, (model: Model) => Float32Array]>
> = {
  fgsm: [
    fgsmAttack({ epsilon: 0.25, gradient: "float32" }),
    (model) => fgsm(model, IMAGES, LABELS, 0.25, "float32"),
  ],
  "targeted-fgsm": [
    targetedFgsmAttack({ epsilon: 0.25, gradient: "direction" }),
    (model) => targetedFgsm(model, IMAGES, LABELS, 0.25, "direction"),
  ],
  "probability-step": [
    probabilityStepAttack({ epsilon: 0.25 }),
    (model) => alongProbability(model, IMAGES, 0.25),
  ],
  "scaled-step": [
    scaledStepAttack({ epsilon: 0.25 }),
    (model) => scaledStep(model, IMAGES, LABELS, 0.25),
  ],
  rotation: [rotationAttack({ degrees: 20 }), (model) => rotate(model, IMAGES, LABELS, 20)],
};

for (const [kind, [attack, expected]] of Object.entries(KINDS)) {
  Deno.test(`perturb() makes the images of ${attack.name}, from bytes too, and one gradient serves all sizes`, async () => {
    assertEquals(attack.kind, kind);
    await withEngine((engine) => {
      using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
      const moved = perturb(attack, model, IMAGES, LABELS);
      bitwise(moved, expected(model));
      bitwise(perturb(attack, model, BYTES, LABELS), moved);
      const steps = attack.steps(model, IMAGES, LABELS);
      bitwise(steps(0), IMAGES);
      bitwise(steps(attack.size), moved);
    });
  });

  Deno.test(`the control of ${attack.name} has its size and another direction`, async () => {
    await withEngine((engine) => {
      using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
      const moved = perturb(attack, model, IMAGES, LABELS);
      const control = attack.control(IMAGES, moved, 9, Rng.fromSeed(2));
      const { deviation, allowed } = attack.excess(model, IMAGES, LABELS, control);
      assertEquals(deviation <= allowed, true, `${deviation} and not ${allowed}`);
      assertEquals(control.some((v, j) => v !== moved[j]), true);
    });
  });
}

Deno.test("every kind of attack has a version, a whole number from 1", () => {
  assertEquals(Object.values(ATTACKS).filter((version) => !Number.isInteger(version) || version < 1), []);
});
