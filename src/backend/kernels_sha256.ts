/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "42bba33d5dce6b5fe147f9d42182bab16b804bc2939b8df59c4ffcdf38b8ad61";
