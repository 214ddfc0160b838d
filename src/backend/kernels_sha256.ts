/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "40e8856ff4ecb8cde9c4c72d3bb7211be4236c287907934e7c5f01ff4ac1ace2";
