/** Times of the kernel pack: products and training steps, on random dense input or on images given as bytes. */
import { deviceImages } from "../networks/device_images.ts";
import type { Parameters } from "../networks/layers/layer.ts";
import { Network } from "../networks/network.ts";
import { parameterShapes } from "../networks/shape.ts";
import type { TrainingOptions } from "../networks/training_options.ts";
import { PackedProduct } from "../devices/wasm/packed_product.ts";
import { Pool } from "../devices/wasm/pool.ts";
import { SharedHeap } from "../devices/wasm/shared_heap.ts";
import { WasmDevice } from "../devices/wasm/wasm_device.ts";
import { Rng } from "../../random/mod.ts";
import { BATCH, CLASSES, type GemmCell, INPUTS, paperNetwork, type StepCell } from "./cells.ts";
import { bestOf, milliseconds } from "./clock.ts";
import { profile, type ProfiledRecord } from "./profile.ts";

/** Images that steps are trained on: bytes of a data set, or random floats. */
export type BenchImages = Uint8Array | Float32Array;

const rng = Rng.fromSeed(0);

/** Random images without a zero, ten batches of them. */
export function denseImages(): Float32Array {
  return Float32Array.from(rng.fork("dense").uniform(10 * BATCH * INPUTS), (u) => u + 2 ** -25);
}

/** Parameters as the recipe initialises them: weights U(-.005, .005), biases 0. */
export function initialParameters(units: number): Parameters {
  return Object.fromEntries(
    Object.entries(parameterShapes(paperNetwork(units))).map(([name, [rows = 1, columns]]) => {
      if (columns === undefined) return [name, new Float32Array(rows)];
      const draws = rng.fork(name.slice(0, -2)).uniform(rows * columns);
      return [name, Float32Array.from(draws, (u) => (2 * u - 1) * .005)];
    }),
  );
}

/** The recipe of the paper's maxout networks. */
function recipe({ mode }: StepCell): TrainingOptions {
  const dropout = (label: string, keep: number, scale: number) => ({
    ...{ keep, scale, key: rng.fork(label).key, perturbedKey: rng.fork(`${label}/perturbed`).key },
  });
  return {
    batch: BATCH,
    dropout: [dropout("h0", .8, 1), dropout("h1", .5, 2), dropout("y", .5, 2)],
    optimiser: { type: "momentum", maxNorm: 1.9365 },
    objective: mode === "standard"
      ? { cleanWeight: 1 }
      : { cleanWeight: .5, perturbation: { kind: "fgsm", epsilon: .25, gradient: "direction" } },
  };
}

/** Milliseconds of a product, best of a second's worth. */
export function timeProduct(pool: Pool, cell: GemmCell): number {
  const { heap } = pool;
  const { m, n, k, layout } = cell;
  const [a, b, c] = [heap.allocate(4 * m * k), heap.allocate(4 * k * n), heap.allocate(4 * m * n)];
  heap.f32(a).fill(.5);
  heap.f32(b).fill(.25);
  using product = new PackedProduct(pool);
  const call = {
    layout,
    m,
    n,
    k,
    batches: 1,
    a: a.address,
    b: b.address,
    c: c.address,
    batchA: 0,
    batchB: 0,
  };
  const once = () => product.run(call);
  for (let i = 0; i < 3; i++) once();
  const best = bestOf(Math.min(200, Math.max(5, Math.ceil(1e10 / (2 * m * n * k)))), once);
  for (const region of [a, b, c]) heap.free(region);
  return best;
}

/** The repeated times of a training step and where they went. */
export interface StepTimes {
  /** Milliseconds per step, one mean for each repeat. */
  readonly repeats: number[];
  readonly profile: readonly ProfiledRecord[];
}

/** Milliseconds per training step: `repeats` means over about a second each, after about a second of warming up. */
export async function timeStep(
  threads: number,
  cell: StepCell,
  images: BenchImages,
  repeats: number,
): Promise<StepTimes> {
  using device = await WasmDevice.start({ threads });
  using network = new Network(device, paperNetwork(cell.units), { capacity: 2 * BATCH });
  network.load(initialParameters(cell.units));
  const batches = images.length / INPUTS / BATCH;
  const labels = Array.from({ length: batches * BATCH }, (_, i) => i % CLASSES);
  using data = deviceImages(device, images, INPUTS, labels);
  using training = network.training(data, recipe(cell));
  let step = 0;
  const once = () => {
    training.run([{ step, offset: step % batches * BATCH, learningRate: .1, momentum: .5 }]);
    step++;
  };
  const steps = cell.units > 500 ? 5 : 100;
  const start = milliseconds();
  while (step < 5 || milliseconds() - start < 1000) {
    once();
    await new Promise((resolve) => setTimeout(resolve)); // lets the optimising compiler's code in
  }
  const times = Array.from({ length: repeats }, () => {
    const begin = milliseconds();
    for (let i = 0; i < steps; i++) once();
    return (milliseconds() - begin) / steps;
  });
  return {
    repeats: times,
    profile: profile(device.pool, device.recordsOf(training.program), cell.units > 500 ? 3 : 20),
  };
}

/** GFLOPS of a product on `threads` threads. */
export async function productGflops(threads: number, cells: readonly GemmCell[]): Promise<number[]> {
  using pool = await Pool.start(new SharedHeap(), threads);
  timeProduct(pool, { m: 100, n: 100, k: 100, layout: "nn" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  return cells.map((cell) => 2e-6 * cell.m * cell.n * cell.k / timeProduct(pool, cell));
}
