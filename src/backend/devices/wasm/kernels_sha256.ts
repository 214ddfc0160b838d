/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "6804dc297d2c5a6fdfeaa42d986bffced865693bbf6aebb96c4eb7dcbc59abda";
