/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "843e01d0d548b68461884757011af76dc24447ac5e0533d02a9dd72d0a111ef2";
