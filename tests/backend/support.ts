/** Small networks, random numbers and a pool for the tests of the kernel pack. */
import { MaxoutNetwork, type NetworkOptions } from "../../src/backend/networks/maxout_network.ts";
import { layerShapes, type NetworkShape, type Parameters } from "../../src/backend/networks/maxout_layers.ts";
import { Pool } from "../../src/backend/devices/wasm/pool.ts";
import { SharedHeap } from "../../src/backend/devices/wasm/shared_heap.ts";
import type { Rng } from "../../src/random/mod.ts";

/** float32 numbers, uniform in [-range, range). */
export function uniform(rng: Rng, count: number, range = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from(rng.uniform(count), (u) => (2 * u - 1) * range);
}

/** Random parameters; biases too, so that they are tested. */
export function randomParameters(rng: Rng, shape: NetworkShape, range: number): Parameters {
  return Object.fromEntries(
    layerShapes(shape).flatMap(({ name, inputs, units, pieces }) => [
      [`${name}/W`, uniform(rng.fork(`${name}/W`), inputs * units * pieces, range)],
      [`${name}/b`, uniform(rng.fork(`${name}/b`), units * pieces, range)],
    ]),
  );
}

/** Runs `body` with a network on a memory and pool of its own. */
export async function withNetwork<T>(
  threads: number,
  options: NetworkOptions,
  body: (network: MaxoutNetwork, heap: SharedHeap) => T | Promise<T>,
): Promise<T> {
  const heap = new SharedHeap();
  using pool = await Pool.start(heap, threads);
  using network = new MaxoutNetwork(pool, options);
  return await body(network, heap);
}
