/** A new kind of layer is one file and a registration: relu_layer.ts trains and evaluates beside the built-in kinds. */
import { assertEquals, assertThrows } from "@std/assert";
import { WasmDevice } from "../../../src/backend/devices/wasm/wasm_device.ts";
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import { LAYERS } from "../../../src/backend/networks/layers/mod.ts";
import type { AnyLayerSpec } from "../../../src/backend/networks/layers/mod.ts";
import { Network } from "../../../src/backend/networks/network.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise } from "../../support/compare.ts";
import { randomParameters, uniform } from "../support.ts";
import { relu } from "./relu_layer.ts";

const rng = Rng.fromSeed(31);
const INPUTS = 13, UNITS = 9, CLASSES = 4, BATCH = 6;
const PARAMETERS = randomParameters(rng, {
  inputs: INPUTS,
  hidden: [{ units: UNITS, pieces: 1 }, { units: UNITS, pieces: 1 }],
  classes: CLASSES,
}, .5);

/** Parameters, logits and input gradients after four adversarial steps with dropout, with these hidden layers. */
async function trained(hidden: AnyLayerSpec) {
  using device = await WasmDevice.start({ threads: 2 });
  const layers = [hidden, hidden, { kind: "linear", units: CLASSES }];
  const kinds = { ...LAYERS, relu };
  using network = new Network(device, { inputs: INPUTS, layers, head: "softmax" }, { capacity: 20, kinds });
  network.load(PARAMETERS);
  const labels = Array.from({ length: 20 }, (_, i) => i % CLASSES);
  using images = deviceImages(device, uniform(rng.fork("x"), 20 * INPUTS), INPUTS, labels);
  using training = network.training(images, {
    batch: BATCH,
    optimiser: { type: "momentum", maxNorm: 1 },
    dropout: [.8, .5, .5].map((keep, l) => ({ keep, scale: 1 / keep, key: rng.fork(`${l}`).key })),
    objective: { cleanWeight: .5, perturbation: { kind: "fgsm", epsilon: .1, gradient: "exact" } },
  });
  training.run([0, 1, 2, 3].map((step) => ({ step, offset: step, learningRate: .1, momentum: .5 })));
  using evaluation = network.evaluation(images);
  const { logits } = evaluation.evaluate();
  return [...Object.values(network.parameters()), logits, evaluation.inputGradients()];
}

Deno.test("a layer in a file of its own trains to the same bits as the built-in rectified linear units", async () => {
  const expected = await trained({ kind: "activated", units: UNITS, activation: "relu" } as AnyLayerSpec);
  (await trained({ kind: "relu", units: UNITS })).forEach((found, i) => bitwise(found, expected[i]!));
});

Deno.test("a kind of layer that is not registered is refused by name", async () => {
  using device = await WasmDevice.start({ threads: 1 });
  const shape = { inputs: 2, layers: [{ kind: "rellu", units: 3 }], head: "softmax" } as const;
  const error = assertThrows(() => new Network(device, shape), RangeError);
  assertEquals(
    error.message,
    'Cannot make a layer of the kind "rellu": expected one of activated, linear, maxout, rbf',
  );
});
