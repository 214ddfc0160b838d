/** Which engine computes, without starting it: what keys and reports need to know. */
import { KERNELS_SHA256 } from "./devices/wasm/kernels_sha256.ts";

/** What the numbers of a run depend on, of the engine: part of every key. */
export interface EngineIdentity {
  /** Engines of different classes may differ in the last bits and are never compared as equals. */
  readonly class: string;
  /** SHA-256 of the WebAssembly module that computes every graded number. */
  readonly wasm: string;
}

/** The engine that `startEngine` starts: our kernels, in the heap of tfjs' threaded WebAssembly backend. */
export const ENGINE: EngineIdentity = Object.freeze({ class: "wasm-simd", wasm: KERNELS_SHA256 });

/** The most threads that one run may have. */
export const MAX_THREADS = 64;

/** tfjs' build starts a fixed pool of eight workers, for its own kernels. */
export const TFJS_MAX_THREADS = 8;
