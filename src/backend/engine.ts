/**
 * The compute engine: the threaded backend with our kernels and gradients, checked by the self-test when it starts.
 * A process has one engine at a time, since tfjs keeps its backend globally; it is an owned resource.
 */
import * as tf from "@tensorflow/tfjs-core";
import { PlatformError, UsageError } from "../errors.ts";
import { registerGradients } from "./gradients.ts";
import { ENGINE, type EngineIdentity, MAX_THREADS } from "./identity.ts";
import { registerMatMul } from "./matmul.ts";
import { selfTest } from "./self_test.ts";
import { registerSign } from "./sign.ts";
import { startThreadedWasm, stopThreadedWasm } from "./threaded_wasm.ts";

/** A running engine; dispose it, or its threads keep the process alive. */
export interface Engine extends Disposable {
  /** What its numbers depend on. */
  readonly identity: EngineIdentity;
  /** How many threads compute. */
  readonly threads: number;
}

/**
 * Starts the engine.
 *
 * @param options.threads how many threads compute, 1 to 8
 * @throws {UsageError} for another number
 * @throws {PlatformError} when this machine cannot run it or a kernel fails the self-test
 */
export async function startEngine(options: { threads: number }): Promise<Engine> {
  const { threads } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new UsageError(`Cannot start the engine: ${threads} threads, expected 1 to ${MAX_THREADS}`);
  }
  await startThreadedWasm(threads);
  if (tf.getGradient("BatchMatMul") === undefined) {
    registerGradients();
    registerMatMul();
    registerSign();
  }
  const engine: Engine = {
    identity: ENGINE,
    threads,
    [Symbol.dispose]: stopThreadedWasm,
  };
  try {
    selfTest();
  } catch (error) {
    engine[Symbol.dispose]();
    throw error instanceof PlatformError ? error : new PlatformError(`Cannot trust this machine: ${error}`);
  }
  return engine;
}
