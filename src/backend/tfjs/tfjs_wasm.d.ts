/** Types of the files of tfjs' WebAssembly backend that its package exports without types. */

declare module "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js" {
  /** The Emscripten glue; we use its source text. */
  const glue: (options: unknown) => Promise<unknown>;
  export default glue;
}

declare module "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js" {
  const script: { wasmWorkerContents: string };
  export default script;
}
