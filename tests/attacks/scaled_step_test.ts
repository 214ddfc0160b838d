import { assert, assertThrows } from "@std/assert";
import { scaledStep } from "../../src/attacks/mod.ts";
import { type Architecture, initialise, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 };
const IMAGES = Float32Array.from(Rng.fromSeed(6).fork("x").uniform(36));
const LABELS = [0, 1, 2, 1];

function withModel(test: (model: NetworkModel) => void): Promise<void> {
  return withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    test(model);
  });
}

Deno.test("scaledStep() with epsilon 0 returns the images bit for bit", async () => {
  await withModel((model) => bitwise(scaledStep(model, IMAGES, LABELS, 0), IMAGES));
});

Deno.test("scaledStep() raises each loss as much as the sign step would, to first order", async () => {
  await withModel((model) => {
    const epsilon = 1 / 1024;
    const gradient = model.inputGradient(IMAGES, LABELS, "exact");
    const before = model.losses(IMAGES, LABELS);
    const after = model.losses(scaledStep(model, IMAGES, LABELS, epsilon), LABELS);
    const norms = LABELS.map((_, i) =>
      gradient.subarray(9 * i, 9 * i + 9).reduce((sum, g) => sum + Math.abs(g), 0)
    );
    within(1e-2, "second-order terms of a step of 1/1024")(
      before.map((loss, i) => (after[i]! - loss) / epsilon / norms[i]!),
      new Float64Array(4).fill(1),
    );
  });
});

Deno.test("scaledStep() raises the losses more than a random step of the same length", async () => {
  await withModel((model) => {
    const moved = scaledStep(model, IMAGES, LABELS, 0.1);
    const noise = Rng.fromSeed(6).fork("noise").normal(36);
    const random = IMAGES.slice();
    for (let at = 0; at < 36; at += 9) {
      const length = (v: (i: number) => number) => {
        let sum = 0;
        for (let i = at; i < at + 9; i++) sum += v(i) ** 2;
        return Math.sqrt(sum);
      };
      const scale = length((i) => moved[i]! - IMAGES[i]!) / length((i) => noise[i]!);
      for (let i = at; i < at + 9; i++) random[i]! += scale * noise[i]!;
    }
    const [own, other] = [moved, random].map((x) => model.losses(x, LABELS)) as [Float64Array, Float64Array];
    assert(own.every((loss, i) => loss > other[i]!), `${own} against ${other}`);
  });
});

Deno.test("scaledStep() refuses an epsilon that is negative or not finite", async () => {
  await withModel((model) => {
    for (const epsilon of [-1, NaN, Infinity]) {
      assertThrows(() => scaledStep(model, IMAGES, LABELS, epsilon), RangeError, `${epsilon}`);
    }
  });
});
