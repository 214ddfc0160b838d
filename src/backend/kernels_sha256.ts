/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "961ed98ee87a922643de63fc5c5810888b411d948dc756421f98f20125a6788c";
