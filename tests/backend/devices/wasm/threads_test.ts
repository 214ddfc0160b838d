import { assertEquals } from "@std/assert";
import { deviceImages } from "../../../../src/backend/networks/device_images.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { sha256 } from "../../../../src/files/sha256.ts";
import { MOMENTUM, randomParameters, uniform, withNetwork } from "../../support.ts";

/**
 * A width that is no multiple of four with all inputs active: the last list entries of a row are padding, which must
 * not reach into the next row's list while another thread fills it (they did).
 */
const SHAPE = {
  inputs: 23,
  hidden: [{ units: 6, pieces: 5 }, { units: 7, pieces: 2 }],
  classes: 5,
  capacity: 60,
};

function trainedDigest(threads: number): Promise<string> {
  return withNetwork(threads, SHAPE, (network, device) => {
    const rng = Rng.fromSeed(11);
    using data = deviceImages(
      device,
      uniform(rng.fork("x"), 30 * 23),
      23,
      Array.from({ length: 30 }, (_, i) => i % 5),
    );
    network.load(randomParameters(rng, SHAPE, 0.5));
    const dropout = [null, { keep: 0.9, scale: 1, key: rng.fork("h1").key }, {
      keep: 0.9,
      scale: 1,
      key: rng.fork("y").key,
    }];
    using training = network.training(data, {
      batch: 30,
      dropout,
      objective: { cleanWeight: 0.5, perturbation: { kind: "fgsm", epsilon: 0.1, gradient: "direction" } },
      optimiser: MOMENTUM,
    });
    for (let step = 0; step < 100; step++) {
      training.run([{ step, offset: 0, learningRate: 0.05, momentum: 0.5 }]);
    }
    return sha256(Object.values(network.parameters()).map((values) => values.join()).join());
  });
}

Deno.test("a hundred steps of an odd-sized network have the same bits on 1, 2, 3 and 8 threads, every time", async () => {
  const expected = await trainedDigest(1);
  for (const threads of [2, 3, 8, 2, 3, 8]) {
    assertEquals(await trainedDigest(threads), expected, `${threads} threads`);
  }
});
