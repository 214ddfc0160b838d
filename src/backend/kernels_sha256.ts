/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "9afdda3f75e756fd11a8ec015066af5fa7a259726d044ce8625698ff7ccaefc6";
