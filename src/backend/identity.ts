/** Which engine computes, without starting it: what keys and reports need to know. */

/** What the numbers of a run depend on, of the engine: part of every key. */
export interface EngineIdentity {
  /** Engines of different classes may differ in the last bits and are never compared as equals. */
  readonly class: string;
  /** SHA-256 of the WebAssembly module. */
  readonly wasm: string;
}

/** The engine that `startEngine` starts: tfjs 4.22.0. A test compares the digest with the file of the locked package. */
export const ENGINE: EngineIdentity = Object.freeze({
  class: "tfjs-wasm-threaded-simd",
  wasm: "c052228d4bef185c27bbe59a9e029570c78bbb9f08b3cb46b597851650373de2",
});

/** The build's own limit: it starts a fixed pool of eight workers. */
export const MAX_THREADS = 8;

/** `threads` as one run can use them; results do not depend on it. */
export function clampThreads(threads: number): number {
  return Math.min(threads, MAX_THREADS);
}
