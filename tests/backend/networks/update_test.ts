/** The optimiser in the update kernel: momentum, L1 on the first layer, and the limit on the norm of weight rows. */
import { assert } from "@std/assert";
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import type { OptimiserOptions } from "../../../src/backend/networks/optimiser.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise, ulps } from "../../support/compare.ts";
import { randomParameters, type SmallShape, uniform, withNetwork } from "../support.ts";

const rng = Rng.fromSeed(12);
const SHAPE: SmallShape = { inputs: 30, hidden: [{ units: 6, pieces: 3 }], classes: 4 };
const BATCH = 8;
const before = randomParameters(rng, SHAPE, .5);
const velocity = randomParameters(rng.fork("velocity"), SHAPE, .1);

async function after(
  options: Omit<Extract<OptimiserOptions, { type: "momentum" }>, "type">,
  learningRate: number,
  momentum: number,
) {
  return await withNetwork(1, { ...SHAPE, capacity: 2 * BATCH }, (network, device) => {
    network.load(before, velocity);
    const pixels = uniform(rng.fork("x"), BATCH * SHAPE.inputs);
    using data = deviceImages(device, pixels, SHAPE.inputs, Array.from({ length: BATCH }, (_, i) => i % 4));
    using training = network.training(data, { batch: BATCH, optimiser: { type: "momentum", ...options } });
    training.run([{ step: 0, offset: 0, learningRate, momentum }]);
    return { parameters: network.parameters(), velocities: network.optimiserState() };
  });
}

/** Norms of the columns of a [inputs, columns] matrix. */
function columnNorms(matrix: Float32Array, columns: number): number[] {
  const squares = new Array<number>(columns).fill(0);
  matrix.forEach((w, i) => squares[i % columns]! += w * w);
  return squares.map(Math.sqrt);
}

Deno.test("v = momentum · v - learningRate · g, w += v, each rounded to float32", async () => {
  const f = Math.fround;
  const gradient = (await after({}, 1, 0)).velocities;
  const { parameters, velocities } = await after({}, .1, .5);
  for (const [name, g] of Object.entries(gradient)) {
    const v = velocity[name]!.map((own, i) => f(f(own * .5) + f(g[i]! * f(.1))));
    bitwise(velocities[name]!, v);
    bitwise(parameters[name]!, v.map((own, i) => f(before[name]![i]! + own)));
  }
});

Deno.test("l1 adds l1 · sign(w) to the gradient of the first layer's weights, and of nothing else", async () => {
  const l1 = Math.fround(.01);
  const plain = (await after({}, 1, 0)).velocities;
  const { velocities } = await after({ l1 }, 1, 0);
  const expected = plain["h0/W"]!.map((v, i) => -(Math.fround(-v + l1 * Math.sign(before["h0/W"]![i]!))));
  bitwise(velocities["h0/W"]!, expected);
  for (const name of ["h0/b", "y/W", "y/b"]) bitwise(velocities[name]!, plain[name]!);
});

Deno.test("maxNorm scales exactly the columns above it, to it, and no bias", async () => {
  const limit = 1.5;
  const free = (await after({}, .1, .5)).parameters;
  const { parameters } = await after({ maxNorm: limit }, .1, .5);
  let [scaled, left] = [0, 0];
  for (const [name, columns] of [["h0/W", 18], ["y/W", 4]] as const) {
    const norms = columnNorms(free[name]!, columns);
    const expected = free[name]!.map((w, i) =>
      norms[i % columns]! > limit ? w * limit / norms[i % columns]! : w
    );
    ulps(4)(parameters[name]!, expected);
    scaled += norms.filter((norm) => norm > limit).length;
    left += norms.filter((norm) => norm <= limit).length;
  }
  assert(scaled > 0 && left > 0, "the limit must divide the columns");
  for (const name of ["h0/b", "y/b"]) bitwise(parameters[name]!, free[name]!);
});
