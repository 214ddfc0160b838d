/** Each check of the battery passes for FGSM and fails for an attack that is broken in just that way. */
import { assertEquals } from "@std/assert";
import { fgsm } from "../../../src/attacks/mod.ts";
import { drawGlyphs, GLYPHS_SEED } from "../../../src/datasets/mod.ts";
import { type Attack, fgsmAttack, sanityChecks } from "../../../src/experiments/measures/sanity.ts";
import { type Architecture, NetworkModel } from "../../../src/models/mod.ts";
import { Rng } from "../../../src/random/mod.ts";
import { withEngine } from "../../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 200 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const FGSM = fgsmAttack(0.25, "float32");

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
async function failures(attack: Attack): Promise<string[]> {
  let failed: string[] = [];
  await withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, templates());
    failed = sanityChecks("softmax", model, IMAGES, attack, Rng.fromSeed(0))
      .filter(({ holds }) => !holds).map(({ check }) => check.split(" ").slice(0, 4).join(" "));
  });
  return failed;
}

Deno.test("every check holds for the fast gradient sign method", async () => {
  assertEquals(await failures(FGSM), []);
  assertEquals(await failures(fgsmAttack(0.1, "direction")), []);
});

Deno.test("an attack that changes a pixel at size 0 is found out, down to the sign of a zero", async () => {
  const make: Attack["make"] = (model, x, labels, size) =>
    fgsm(model, x, labels, size, "float32").map((v) => size === 0 && v === 0 ? -0 : v);
  assertEquals(await failures({ ...FGSM, make }), ["size 0 is the"]);
});

Deno.test("an attack of another size is found out", async () => {
  const make: Attack["make"] = (model, x, labels, size) => fgsm(model, x, labels, 1.001 * size, "float32");
  assertEquals(await failures({ ...FGSM, make }), ["the perturbation has its"]);
});

Deno.test("an attack that goes down the gradient is found out twice", async () => {
  const make: Attack["make"] = (model, x, labels, size) => {
    const moved = fgsm(model, x, labels, size, "float32");
    return moved.map((v, i) => 2 * Math.fround(x[i]! / 255) - v);
  };
  assertEquals(await failures({ ...FGSM, make, excess: () => ({ deviation: 0, allowed: 0 }) }), [
    "the mean loss rises",
    "it beats a random",
  ]);
});

Deno.test("an attack no better than its control is found out", async () => {
  const weak = fgsmAttack(0.0001, "float32");
  const control: Attack["control"] = (x, inputs, _size, rng) => weak.control(x, inputs, 5, rng);
  assertEquals(await failures({ ...weak, control }), ["it beats a random"]);
});

Deno.test("a path of its own to the clean error is found out", async () => {
  const make: Attack["make"] = (model, x, labels, size) =>
    size === 0 ? new Float32Array(x.length) : fgsm(model, x, labels, size, "float32");
  assertEquals(await failures({ ...FGSM, make }), ["size 0 is the", "its path gives the"]);
});

Deno.test("a dead gradient is found out", async () => {
  await withEngine((engine) => {
    const weights = new Float32Array(7840);
    weights[10 * 400] = 1;
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": weights, "y/b": new Float32Array(10) });
    const rows = sanityChecks("softmax", model, IMAGES, FGSM, Rng.fromSeed(0));
    const dead = rows.find(({ check }) => check.startsWith("the gradient is not dead"))!;
    assertEquals([dead.holds, dead.value], [false, 100 * 783 / 784]);
  });
});
