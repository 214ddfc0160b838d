/** Small networks, random numbers and devices for the tests of the backend. */
import { WasmDevice } from "../../src/backend/devices/wasm/wasm_device.ts";
import type { Activation } from "../../src/backend/networks/layers/activated.ts";
import type { Parameters } from "../../src/backend/networks/layers/layer.ts";
import type { LayerSpec } from "../../src/backend/networks/layers/mod.ts";
import { Network } from "../../src/backend/networks/network.ts";
import type { OptimiserOptions } from "../../src/backend/networks/optimiser.ts";
import { type Head, type NetworkShape, parameterShapes } from "../../src/backend/networks/shape.ts";
import type { Device } from "../../src/backend/program/device.ts";
import type { Rng } from "../../src/random/mod.ts";

/** Units of a hidden layer, as the oracles take them. */
export interface Units {
  readonly units: number;
  readonly pieces: number;
  readonly activation?: Activation;
}

/** A network of weighted sums, as the oracles take it: hidden layers under a linear one. */
export interface SmallShape {
  readonly inputs: number;
  readonly hidden: readonly Units[];
  readonly classes: number;
  /** Default: softmax. */
  readonly head?: Head;
}

/** The same network as the backend takes it. */
export function shapeOf({ inputs, hidden, classes, head = "softmax" }: SmallShape): NetworkShape {
  const layers = hidden.map(({ units, pieces, activation }): LayerSpec =>
    activation
      ? { kind: "activated", units, activation }
      : pieces === 1
      ? { kind: "linear", units }
      : { kind: "maxout", units, pieces }
  );
  return { inputs, layers: [...layers, { kind: "linear", units: classes }], head };
}

/** Its layers by name, from the input on. */
export function layersOf({ inputs, hidden, classes }: SmallShape) {
  let width = inputs;
  return [...hidden, { units: classes, pieces: 1 }].map((own: Units, i) => {
    const layer = { ...own, name: i === hidden.length ? "y" : `h${i}`, inputs: width };
    width = own.units;
    return layer;
  });
}

/** float32 numbers, uniform in [-range, range). */
export function uniform(rng: Rng, count: number, range = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from(rng.uniform(count), (u) => (2 * u - 1) * range);
}

/** Random parameters; biases too, so that they are tested. */
export function randomParameters(rng: Rng, shape: SmallShape, range: number): Parameters {
  return Object.fromEntries(
    Object.entries(parameterShapes(shapeOf(shape))).map(([name, sizes]) => [
      name,
      uniform(rng.fork(name), sizes.reduce((a, b) => a * b, 1), range),
    ]),
  );
}

/** Momentum without limits. */
export const MOMENTUM: OptimiserOptions = { type: "momentum" };

/** Runs `body` with a network on a device, or on a WASM device of its own with so many threads. */
export async function withNetwork<T>(
  on: number | Device,
  { capacity, ...shape }: SmallShape & { readonly capacity?: number },
  body: (network: Network, device: Device) => T | Promise<T>,
): Promise<T> {
  using own = typeof on === "number" ? await WasmDevice.start({ threads: on }) : null;
  const device = own ?? on as Device;
  using network = new Network(device, shapeOf(shape), capacity === undefined ? {} : { capacity });
  return await body(network, device);
}
