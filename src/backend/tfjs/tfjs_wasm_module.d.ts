/** tfjs' threaded SIMD kernels, compiled. */
export const wasmModule: WebAssembly.Module;
