/**
 * The compute engine: the threaded backend with our kernels and gradients, checked by the self-test when it starts.
 * A process has one engine at a time, since tfjs keeps its backend globally; it is an owned resource.
 */
import * as tf from "@tensorflow/tfjs-core";
import { PlatformError, UsageError } from "../errors.ts";
import { registerGradients } from "./gradients.ts";
import { registerMatMul } from "./matmul.ts";
import { selfTest } from "./self_test.ts";
import { MAX_THREADS, startThreadedWasm, TFJS_WASM_SHA256 } from "./threaded_wasm.ts";

/** What the numbers of a run depend on, of the engine: part of every key. */
export interface EngineIdentity {
  /** Engines of different classes may differ in the last bits and are never compared as equals. */
  readonly class: string;
  /** SHA-256 of the WebAssembly module. */
  readonly wasm: string;
}

/** The identity of the engine that `startEngine` starts. */
export const ENGINE: EngineIdentity = Object.freeze({
  class: "tfjs-wasm-threaded-simd",
  wasm: TFJS_WASM_SHA256,
});

/** A running engine; dispose it, or its threads keep the process alive. */
export interface Engine extends Disposable {
  readonly identity: EngineIdentity;
  readonly threads: number;
}

/** `threads` as the engine can run them: at most eight; results do not depend on it. */
export function clampThreads(threads: number): number {
  return Math.min(threads, MAX_THREADS);
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
  }
  const engine: Engine = {
    identity: ENGINE,
    threads,
    [Symbol.dispose]: () => tf.removeBackend("wasm"),
  };
  try {
    selfTest();
  } catch (error) {
    engine[Symbol.dispose]();
    throw error instanceof PlatformError ? error : new PlatformError(`Cannot trust this machine: ${error}`);
  }
  return engine;
}
