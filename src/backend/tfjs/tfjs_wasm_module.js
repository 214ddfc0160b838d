// @ts-self-types="./tfjs_wasm_module.d.ts"
// JavaScript because TypeScript does not parse `import source` yet.
import source wasmModule from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm";
export { wasmModule };
