/** Training steps of maxout networks against the oracle, and against themselves for any number of threads. */
import { assert, assertEquals } from "@std/assert";
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import { randomParameters, uniform, withNetwork } from "../support.ts";
import { type Case, CASES, expectedGradients, optionsOf, rng, STEP } from "./training_cases.ts";

for (const c of CASES) {
  Deno.test(`a step's gradients are the oracle's to 1e-6 of the largest: ${c.name}`, async () => {
    const { shape, batch, head = "softmax" } = c;
    const parameters = randomParameters(rng.fork(c.name), shape, .3);
    const pixels = uniform(rng.fork("x"), 2 * batch * shape.inputs).map((v) => v < -.4 ? 0 : v);
    const labels = Array.from({ length: 2 * batch }, (_, i) => i % Math.max(2, shape.classes));
    const velocities = await withNetwork(2, { ...shape, head, capacity: 2 * batch }, (network, device) => {
      network.load(parameters);
      using data = deviceImages(device, pixels, shape.inputs, labels);
      using training = network.training(data, optionsOf(c));
      training.run([{ step: STEP, offset: batch, learningRate: 1, momentum: 0 }]);
      return network.optimiserState(); // -1 times the gradient
    });
    const row = (r: number) => pixels.subarray(r * shape.inputs, (r + 1) * shape.inputs);
    const clean = Array.from({ length: batch }, (_, r) => row(batch + r));
    const expected = expectedGradients(c, parameters, clean, labels.slice(batch));
    for (const [name, values] of Object.entries(expected)) {
      const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      values.forEach((v, i) => {
        const found = -velocities[name]![i]!;
        assert(
          Math.abs(found - v) <= 1e-6 * largest + 1e-12,
          `${name}[${i}] is ${found} instead of ${v}, largest ${largest}`,
        );
      });
    }
  });
}

async function parametersAfter(steps: number, threads: number): Promise<Record<string, Float32Array>> {
  const c: Case = {
    name: "threads",
    shape: { inputs: 203, hidden: [{ units: 61, pieces: 5 }, { units: 40, pieces: 5 }], classes: 10 },
    batch: 20,
    keep: [.8, .5, .5],
    cleanWeight: .5,
    perturbation: "fgsm",
  };
  const { shape, batch } = c;
  return await withNetwork(threads, { ...shape, capacity: 2 * batch }, (network, device) => {
    network.load(randomParameters(rng.fork("threads"), shape, .1));
    const labels = Array.from({ length: 4 * batch }, (_, i) => i % 10);
    using data = deviceImages(device, uniform(rng.fork("x"), 4 * batch * shape.inputs), shape.inputs, labels);
    using training = network.training(data, {
      ...optionsOf(c),
      optimiser: { type: "momentum", maxNorm: .8, l1: 1e-4 },
    });
    for (let step = 0; step < steps; step++) {
      training.run([{ step, offset: step % 4 * batch, learningRate: .1, momentum: .5 }]);
    }
    return network.parameters();
  });
}

Deno.test("training gives the same bits with 1, 2, 3 and 8 threads", async () => {
  const expected = await parametersAfter(10, 1);
  for (const threads of [2, 3, 8]) assertEquals(await parametersAfter(10, threads), expected);
});
