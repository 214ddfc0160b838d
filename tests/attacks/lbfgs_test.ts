import { assert, assertEquals } from "@std/assert";
import { lbfgs, type LbfgsOptions } from "../../src/attacks/mod.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const OPTIONS: LbfgsOptions = { penalties: [1 / 4096, 1024], searches: 16, iterations: 50, memory: 5 };
const MAXOUT = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 } as const;
const IMAGES = Float32Array.from(Rng.fromSeed(6).fork("x").uniform(36));

Deno.test("lbfgs() of two linear classes ends at the foot of the perpendicular on their border", async () => {
  await withEngine((engine) => {
    // logits 3 x₀ + 4 x₁ - 3.5 and 0: from (.3, .2) the border is (3 · .3 + 4 · .2 - 3.5) / 5 = -.36 away
    const parameters = { "y/W": new Float32Array([3, 0, 4, 0]), "y/b": new Float32Array([-3.5, 0]) };
    using model = new NetworkModel(engine, { type: "softmax", inputs: 2, classes: 2 }, parameters);
    const [found] = lbfgs(model, new Float32Array([0.3, 0.2]), [0], OPTIONS);
    within(0.01, "c is bisected 16 times")([Math.sqrt(found!.square)], [0.36]);
    within(0.02, "c is bisected 16 times")(found!.image!, [0.3 + 0.36 * 0.6, 0.2 + 0.36 * 0.8]);
    assertEquals([...model.answers(found!.image!).predictions], [0]);
  });
});

Deno.test("lbfgs() goes round by the free pixel where the box holds the other", async () => {
  await withEngine((engine) => {
    // logits 4 x₀ + x₁ - 4.5: from (.9, .1) the shortest way leaves the box at x₀ = 1; then x₁ must reach .5
    const parameters = { "y/W": new Float32Array([4, 0, 1, 0]), "y/b": new Float32Array([-4.5, 0]) };
    using model = new NetworkModel(engine, { type: "softmax", inputs: 2, classes: 2 }, parameters);
    const [found] = lbfgs(model, new Float32Array([0.9, 0.1]), [0], OPTIONS);
    within(0.03, "c is bisected 16 times")(found!.image!, [1, 0.5]);
  });
});

Deno.test("lbfgs() stays in the box, reaches its targets, and takes each image by itself", async () => {
  await withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    const targets = [...model.answers(IMAGES).predictions].map((k) => (k + 1) % 3);
    const all = lbfgs(model, IMAGES, targets, OPTIONS);
    assert(all.some(({ image }) => image !== null), "no target was reached, so nothing is tested");
    all.forEach(({ image, square, gradients }, i) => {
      const one = lbfgs(model, IMAGES.slice(9 * i, 9 * i + 9), [targets[i]!], OPTIONS)[0]!;
      assertEquals([one.square, one.gradients], [square, gradients]);
      if (image === null) return;
      bitwise(one.image!, image);
      assert(image.every((v) => v >= 0 && v <= 1));
      assertEquals(model.answers(image).predictions[0], targets[i]);
    });
  });
});

Deno.test("lbfgs() says so where no image in the box has the label", async () => {
  await withEngine((engine) => {
    const parameters = { "y/W": new Float32Array([1, 0, 1, 0]), "y/b": new Float32Array([5, 0]) };
    using model = new NetworkModel(engine, { type: "softmax", inputs: 2, classes: 2 }, parameters);
    const [found] = lbfgs(model, new Float32Array([0.5, 0.5]), [1], OPTIONS);
    assertEquals([found!.image, found!.square], [null, Infinity]);
    assert(found!.gradients > 1);
  });
});
