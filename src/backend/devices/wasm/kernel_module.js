// @ts-self-types="./kernel_module.d.ts"
// JavaScript because TypeScript does not parse `import source` yet.
import source kernelModule from "./kernels.wasm";
export { kernelModule };
