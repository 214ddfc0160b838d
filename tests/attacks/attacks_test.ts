import { assert, assertEquals, assertThrows } from "@std/assert";
import { clipped, fgsm, gradientSigns, randomSignNoise, uniformNoise } from "../../src/attacks/mod.ts";
import { deviceImages } from "../../src/backend/networks/device_images.ts";
import { Network } from "../../src/backend/networks/network.ts";
import { networkOf } from "../../src/models/architecture.ts";
import { type Architecture, initialise, NetworkModel, type Parameters } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const LABELS = [0, 1, 2, 1];
const MAXOUT: Architecture = { type: "maxout", inputs: 9, classes: 3, units: [5, 4], pieces: 2 };
const IMAGES = Float32Array.from(Rng.fromSeed(6).fork("x").uniform(36));

/** Runs `test` with a model; by default a small random maxout network. */
function withModel(
  test: (model: NetworkModel) => void,
  architecture: Architecture = MAXOUT,
  parameters: Parameters = initialise(architecture, 0.7, Rng.fromSeed(6)),
): Promise<void> {
  return withEngine((engine) => {
    using model = new NetworkModel(engine, architecture, parameters);
    test(model);
  });
}

const lossOf = (model: NetworkModel, x: Float32Array) => model.losses(x, LABELS).reduce((a, b) => a + b);

Deno.test("fgsm() with epsilon 0 returns the input bit for bit", async () => {
  await withModel((model) => bitwise(fgsm(model, IMAGES, LABELS, 0), IMAGES));
});

Deno.test("fgsm() moves every pixel by epsilon along the sign of the gradient, unclipped, and raises the loss", async () => {
  await withModel((model) => {
    const gradient = model.inputGradient(IMAGES, LABELS, "exact");
    const moved = fgsm(model, IMAGES, LABELS, 0.25);
    bitwise(moved, Array.from(IMAGES, (v, i) => Math.fround(v + 0.25 * Math.sign(gradient[i]!))));
    assert(moved.some((v) => v < 0 || v > 1), "nothing left the range of pixels, so clipping is not tested");
    assert(lossOf(model, moved) > lossOf(model, IMAGES));
  });
});

Deno.test("fgsm() agrees to the bit with the kernels that make such examples during training", async () => {
  await withEngine((engine) => {
    const parameters = initialise(MAXOUT, 0.7, Rng.fromSeed(6));
    using model = new NetworkModel(engine, MAXOUT, parameters);
    using network = new Network(engine.device, networkOf(MAXOUT));
    network.load(parameters);
    using data = deviceImages(engine.device, IMAGES, 9, LABELS);
    using attack = network.evaluation(data, { attack: { epsilon: 0.25, gradient: "direction" } });
    bitwise(fgsm(model, IMAGES, LABELS, 0.25, "direction"), attack.images());
  });
});

Deno.test("clipped() moves what is out of [0, 1] to the nearest end and nothing else", () => {
  const x = new Float32Array([-0.25, 0, 0.3, 1, 1.25]);
  bitwise(clipped(x), new Float32Array([0, 0, 0.3, 1, 1]));
});

Deno.test("fgsm() leaves a pixel whose gradient is exactly 0", async () => {
  await withModel(
    (model) => bitwise(fgsm(model, new Float32Array([0.5, 0.5]), [0], 0.25), [0.5, 0.25]),
    { type: "softmax", inputs: 2, classes: 2 },
    { "y/W": new Float32Array([0, 0, 1, -1]), "y/b": new Float32Array(2) },
  );
});

Deno.test("fgsm() along the direction moves every pixel of a model so confident that its gradient underflows", async () => {
  await withModel(
    (model) => {
      const x = new Float32Array([1, 1, 1]);
      assert(model.inputGradient(x, [1], "exact").some((g) => g === 0), "the gradient does not underflow");
      bitwise(fgsm(model, x, [1], 0.25, "direction"), [0.75, 1.25, 0.75]);
    },
    { type: "logistic", inputs: 3 },
    { "y/W": new Float32Array([200, -1e-3, 1]), "y/b": new Float32Array(1) },
  );
});

Deno.test("in float32 the label's part of a confident model's gradient is lost, and only there", async () => {
  const architecture = { type: "softmax", inputs: 3, classes: 3 } as const;
  const weights = new Float32Array([40, 0, 0, 0, 1, 0, 0, 0, 1]);
  await withModel(
    (model) => {
      const x = new Float32Array([1, 1, 0.5]);
      bitwise(model.inputGradient(x, [0], "float32").subarray(0, 1), [0]);
      bitwise(fgsm(model, x, [0], 0.25, "float32"), [1, 1.25, 0.75]);
      bitwise(fgsm(model, x, [0], 0.25), fgsm(model, x, [0], 0.25, "float32"));
      bitwise(fgsm(model, x, [0], 0.25, "direction"), [0.75, 1.25, 0.75]);
      const unsure = new Float32Array([0.25, 1, 0.5]);
      bitwise(fgsm(model, unsure, [0], 0.25, "float32"), fgsm(model, unsure, [0], 0.25, "direction"));
    },
    architecture,
    { "y/W": weights, "y/b": new Float32Array(3) },
  );
});

Deno.test("fgsm() beats random signs of the same size", async () => {
  await withModel((model) => {
    const attacked = lossOf(model, fgsm(model, IMAGES, LABELS, 0.1));
    for (let k = 0; k < 20; k++) {
      assert(lossOf(model, randomSignNoise(IMAGES, 9, 0.1, Rng.fromSeed(k).fork("noise"))) < attacked);
    }
  });
});

Deno.test("gradientSigns() does not mix images", async () => {
  await withModel((model) => {
    const alone = gradientSigns(model, IMAGES.subarray(18, 27), [2]);
    assertEquals(alone, gradientSigns(model, IMAGES, LABELS).subarray(18, 27));
  });
});

Deno.test("noise is of the size asked for and does not depend on the batch", () => {
  const rng = Rng.fromSeed(1).fork("noise");
  const signs = randomSignNoise(new Float32Array(54), 9, 0.25, rng);
  assertEquals(new Set(signs), new Set([0.25, -0.25]));
  const uniform = uniformNoise(new Float32Array(54), 9, 0.25, rng);
  assert(uniform.every((v) => Math.abs(v) < 0.25) && new Set(uniform).size > 40);
  bitwise(randomSignNoise(new Float32Array(18), 9, 0.25, rng, 4), signs.subarray(36));
  bitwise(uniformNoise(new Float32Array(18), 9, 0.25, rng, 4), uniform.subarray(36));
});

Deno.test("fgsm() refuses an epsilon that is negative, infinite or no number", async () => {
  await withModel((model) => {
    for (const epsilon of [-0.1, NaN, Infinity]) {
      assertThrows(() => fgsm(model, IMAGES, LABELS, epsilon), RangeError, `${epsilon}`);
    }
  });
});
