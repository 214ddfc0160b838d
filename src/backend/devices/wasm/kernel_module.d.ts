/** The kernel pack, compiled from `kernels/` by `deno task build:kernels`. */
export const kernelModule: WebAssembly.Module;
