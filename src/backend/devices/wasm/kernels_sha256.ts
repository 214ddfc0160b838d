/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "c1ff543764997fda90184134174954c8a73e72ff59a1ef17bceff04951b31c66";
