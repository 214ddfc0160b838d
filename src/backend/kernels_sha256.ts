/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "008edca7c4725e7556a939e7746e789123dd38d44547cc3b39fdc39c81410905";
