/**
 * The compute engine: the threaded backend with our kernels and gradients, checked by the self-test when it starts.
 * A process has one engine at a time, since tfjs keeps its backend globally; it is an owned resource.
 */
import * as tf from "@tensorflow/tfjs-core";
import { PlatformError, UsageError } from "../errors.ts";
import { registerGradients } from "./tfjs/gradients.ts";
import { ENGINE, type EngineIdentity, MAX_THREADS, TFJS_MAX_THREADS } from "./identity.ts";
import { attachProduct, registerMatMul } from "./tfjs/matmul.ts";
import { PackedProduct } from "./devices/wasm/packed_product.ts";
import { selfTest } from "./self_test.ts";
import { SharedHeap, tfjsMemory } from "./devices/wasm/shared_heap.ts";
import { WasmDevice } from "./devices/wasm/wasm_device.ts";
import type { Device } from "./program/device.ts";
import { registerSign } from "./tfjs/sign.ts";
import { startThreadedWasm, stopThreadedWasm } from "./tfjs/threaded_wasm.ts";
import { replaceWrongKernels } from "./tfjs/wrong_kernels.ts";

/** A running engine; dispose it, or its threads keep the process alive. */
export interface Engine extends Disposable {
  /** What its numbers depend on. */
  readonly identity: EngineIdentity;
  /** How many threads compute. */
  readonly threads: number;
  /** @internal What runs the programs of networks; its memory holds tfjs' tensors too. */
  readonly device: Device;
}

/**
 * Starts the engine.
 *
 * @param options.threads how many threads compute, 1 to 64
 * @throws {UsageError} for another number
 * @throws {PlatformError} when this machine cannot run it or a kernel fails the self-test
 */
export async function startEngine(options: { threads: number }): Promise<Engine> {
  const { threads } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new UsageError(`Cannot start the engine: ${threads} threads, expected 1 to ${MAX_THREADS}`);
  }
  const backend = await startThreadedWasm(Math.min(threads, TFJS_MAX_THREADS));
  const device = await WasmDevice.start({ threads, heap: new SharedHeap(tfjsMemory(backend.wasm)) });
  const product = new PackedProduct(device.pool);
  attachProduct(backend, product);
  if (tf.getGradient("BatchMatMul") === undefined) {
    registerGradients();
    registerMatMul();
    replaceWrongKernels();
    registerSign();
  }
  const engine: Engine = {
    identity: ENGINE,
    threads,
    device,
    [Symbol.dispose]() {
      product[Symbol.dispose]();
      device[Symbol.dispose]();
      stopThreadedWasm();
    },
  };
  try {
    selfTest(device, product);
  } catch (error) {
    engine[Symbol.dispose]();
    throw error instanceof PlatformError ? error : new PlatformError(`Cannot trust this machine: ${error}`);
  }
  return engine;
}
