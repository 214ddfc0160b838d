/** Each check of the battery passes for FGSM and fails for an attack that is broken in just that way. */
import { assertEquals } from "@std/assert";
import { fgsmAttack, rotationAttack, scaledStepAttack, type StepAttack } from "../../../src/attacks/mod.ts";
import { drawGlyphs, GLYPHS_SEED } from "../../../src/datasets/mod.ts";
import { battery } from "../../../src/experiments/sanity/battery.ts";
import { type Architecture, NetworkModel } from "../../../src/models/mod.ts";
import { Rng } from "../../../src/random/mod.ts";
import { withEngine } from "../../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 200 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const FGSM = fgsmAttack({ epsilon: 0.25, gradient: "float32" });

/** Softmax regression whose classes are the mean images: it reads more than half of the digits. */
function templates(): Record<string, Float32Array> {
  const weights = new Float32Array(7840);
  const counts = new Array<number>(10).fill(0);
  IMAGES.labels.forEach((label) => counts[label]!++);
  IMAGES.labels.forEach((label, i) => {
    for (let j = 0; j < 784; j++) weights[10 * j + label]! += IMAGES.pixels[784 * i + j]! / counts[label]!;
  });
  for (let j = 0; j < 784; j++) {
    let mean = 0;
    for (let k = 0; k < 10; k++) mean += weights[10 * j + k]! / 10;
    for (let k = 0; k < 10; k++) weights[10 * j + k] = (weights[10 * j + k]! - mean) / 255;
  }
  return { "y/W": weights, "y/b": new Float32Array(10) };
}

/** The checks that fail, by their first words. */
async function failures(attack: StepAttack): Promise<string[]> {
  let failed: string[] = [];
  await withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, templates());
    failed = battery("softmax", model, IMAGES, attack, Rng.fromSeed(0))
      .filter(({ holds }) => !holds).map(({ check }) => check.split(" ").slice(0, 4).join(" "));
  });
  return failed;
}

/** FGSM with its images passed through `change`. */
function broken(change: (moved: Float32Array, x: Float32Array, size: number) => Float32Array): StepAttack {
  return {
    ...FGSM,
    steps(model, x, labels) {
      const steps = FGSM.steps(model, x, labels);
      return (size) => change(steps(size), steps(0), size);
    },
  };
}

Deno.test("every check holds for each attack that leaves a class", async () => {
  const attacks = [
    FGSM,
    fgsmAttack({ epsilon: 0.1, gradient: "direction" }),
    fgsmAttack({ epsilon: 0.1, gradient: "exact" }),
    rotationAttack({ degrees: 20 }),
    scaledStepAttack({ epsilon: 0.1 }),
  ];
  for (const attack of attacks) assertEquals(await failures(attack), [], attack.name);
});

Deno.test("an attack that changes a pixel at size 0 is found out, down to the sign of a zero", async () => {
  const flipped = broken((moved, _x, size) => moved.map((v) => size === 0 && v === 0 ? -0 : v));
  assertEquals(await failures(flipped), ["size 0 is the"]);
});

Deno.test("an attack of another size is found out", async () => {
  const longer = broken((moved, x) => moved.map((v, j) => x[j]! + 1.001 * (v - x[j]!)));
  assertEquals(await failures(longer), ["the perturbation has its"]);
  const scaled = scaledStepAttack({ epsilon: 0.1 });
  const steps: StepAttack["steps"] = (...given) => {
    const own = scaled.steps(...given);
    return (size) => own(1.001 * size);
  };
  assertEquals(await failures({ ...scaled, steps }), ["the perturbation has its"]);
});

Deno.test("a rotation that changes the norm is found out", async () => {
  const rotation = rotationAttack({ degrees: 20 });
  const steps: StepAttack["steps"] = (...given) => {
    const own = rotation.steps(...given);
    return (size) => own(size).map((v) => size === 0 ? v : 1.001 * v);
  };
  assertEquals(await failures({ ...rotation, steps }), ["the perturbation has its"]);
});

Deno.test("an attack that goes down the gradient is found out twice", async () => {
  const down = broken((moved, x) => moved.map((v, j) => 2 * x[j]! - v));
  assertEquals(await failures({ ...down, excess: () => ({ deviation: 0, allowed: 0 }) }), [
    "the mean loss rises",
    "it beats a random",
  ]);
});

Deno.test("an attack no better than its control is found out", async () => {
  const control: StepAttack["control"] = (_x, moved) => moved;
  assertEquals(await failures({ ...FGSM, control }), ["it beats a random"]);
});

Deno.test("a path of its own to the clean error is found out", async () => {
  const black = broken((moved, _x, size) => size === 0 ? new Float32Array(moved.length) : moved);
  assertEquals(await failures(black), ["size 0 is the", "its path gives the"]);
});

Deno.test("a dead gradient is found out", async () => {
  await withEngine((engine) => {
    const weights = new Float32Array(7840);
    weights[10 * 400] = 1;
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": weights, "y/b": new Float32Array(10) });
    const rows = battery("softmax", model, IMAGES, FGSM, Rng.fromSeed(0));
    const dead = rows.find(({ check }) => check.startsWith("the gradient is not dead"))!;
    assertEquals([dead.holds, dead.value], [false, 100 * 783 / 784]);
  });
});
