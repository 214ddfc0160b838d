import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { fgsm } from "../../src/attacks/mod.ts";
import type { Engine } from "../../src/backend/engine.ts";
import type { Device } from "../../src/backend/program/device.ts";
import type { ThreadedBackend } from "../../src/backend/tfjs/threaded_wasm.ts";
import { ownMemory, SharedHeap } from "../../src/backend/devices/wasm/shared_heap.ts";
import { WasmDevice } from "../../src/backend/devices/wasm/wasm_device.ts";
import { PlatformError } from "../../src/errors.ts";
import { type Architecture, NetworkModel } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { plainDescent, type RbfRecipe, train } from "../../src/training/mod.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 6, classes: 3, units: [5, 4], pieces: 3 };
const RNG = Rng.fromSeed(3);
const RBF: Architecture = { type: "rbf", inputs: 6, classes: 3, units: [4] };
const RBF_RECIPE: RbfRecipe = {
  ...{ objective: { type: "clean" }, epochs: 1, batch: 10, initialBeta: [0.5, 0.5], sharedBeta: true },
  optimiser: { type: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
};
const IMAGES = {
  ...{ count: 50, height: 2, width: 3, channels: 1 },
  pixels: Uint8Array.from(RNG.fork("x").uniform(300), (u) => 256 * u),
  labels: Uint8Array.from({ length: 50 }, (_, i) => i % 3),
};

/** Training, answers and attacks on small networks. */
function modelNumbers(engine: Engine): Float32Array[] {
  const recipe = {
    objective: { type: "clean" as const },
    ...{ epochs: 2, batch: 10, initialRange: 0.5, maxNorm: 1 },
    ...plainDescent(0.1),
    dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
  };
  const parameters = train(engine, { architecture: MAXOUT, recipe, images: IMAGES, rng: RNG });
  using model = new NetworkModel(engine, MAXOUT, parameters, 16);
  const moved = fgsm(model, IMAGES.pixels, IMAGES.labels, 0.25);
  const rbfParameters = train(engine, { architecture: RBF, recipe: RBF_RECIPE, images: IMAGES, rng: RNG });
  using other = new NetworkModel(engine, RBF, rbfParameters);
  const back = other.pullback(moved, new Float32Array(150).fill(1));
  const all = [...Object.values(parameters), ...Object.values(rbfParameters), moved, back];
  return [...all, model.answers(moved).logits, other.answers(moved).logits];
}

/** A product of tensors by our kernel, and an op of tfjs' own. */
function tensorNumbers(): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(IMAGES.pixels), [50, 6]);
    return tf.relu(tf.matMul(x, x, false, true)).dataSync() as Float32Array;
  });
}

Deno.test("everything computes the same bits in the heap's upper half, at addresses above 2 GiB", async () => {
  let low: Float32Array[] = [];
  await withEngine((engine) => void (low = [...modelNumbers(engine), tensorNumbers()]), 2);
  await withEngine((engine) => {
    const { wasm } = tf.backend() as ThreadedBackend;
    const blocks: number[] = []; // reserved and never touched, so that they take no memory of the machine
    for (let bytes = 2 ** 28; bytes >= 64; bytes /= 2) {
      for (let last = 0; last < 2 ** 31; blocks.push(last)) last = wasm._malloc(bytes);
    }
    const region = engine.device.allocate(64);
    assert(region.address > 2 ** 31, `allocated at ${region.address}`);
    engine.device.free(region);
    [...modelNumbers(engine), tensorNumbers()].forEach((values, i) => bitwise(values, low[i]!));
    blocks.forEach((block) => wasm._free(block));
  }, 2);
});

Deno.test("wherever memory ends, models, data and training end with a PlatformError and leave none behind", async () => {
  const source = ownMemory();
  let room = Infinity; // so many more regions may be allocated
  const heap = new SharedHeap({ ...source, malloc: (bytes) => room-- > 0 ? source.malloc(bytes) : 0 });
  using device = await WasmDevice.start({ threads: 1, heap });
  const engine = { device: device as Device } as Engine;
  modelNumbers(engine); // threads keep the memory of their own that this takes
  const before = heap.allocatedRegions;
  let failures = 0;
  for (let finished = false; !finished; failures += finished ? 0 : 1) {
    room = failures;
    try {
      modelNumbers(engine);
      finished = true;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
    }
    room = Infinity;
    assertEquals(heap.allocatedRegions, before, `left behind with room for ${failures} regions`);
  }
  assert(failures > 100, `${failures} failures`);
});
