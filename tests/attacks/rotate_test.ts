import { assert, assertThrows } from "@std/assert";
import { rotate } from "../../src/attacks/mod.ts";
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

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

Deno.test("rotate() by 0 degrees returns the images bit for bit", async () => {
  await withModel((model) => bitwise(rotate(model, IMAGES, LABELS, 0), IMAGES));
});

Deno.test("rotate() keeps each image's norm, turns it by the angle, and raises its loss", async () => {
  await withModel((model) => {
    const turned = rotate(model, IMAGES, LABELS, 20);
    for (let at = 0; at < 36; at += 9) {
      const [x, y] = [IMAGES, turned].map((all) => all.subarray(at, at + 9)) as [Float32Array, Float32Array];
      within(1e-6, "float32 rounding")([Math.sqrt(dot(y, y) / dot(x, x))], [1]);
      within(1e-5, "float32 rounding")([dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))], [
        Math.cos(Math.PI / 9),
      ]);
    }
    const before = model.losses(IMAGES, LABELS);
    const slightly = model.losses(rotate(model, IMAGES, LABELS, 1), LABELS);
    assert(slightly.every((loss, i) => loss > before[i]!), `${slightly} against ${before}`);
  });
});

Deno.test("rotate() leaves an image without a direction, and refuses angles out of range", async () => {
  await withModel((model) => {
    bitwise(rotate(model, new Float32Array(9), [0], 20), new Float32Array(9));
    for (const degrees of [-1, 91, NaN]) {
      assertThrows(() => rotate(model, IMAGES, LABELS, degrees), RangeError, `${degrees}`);
    }
  });
});
