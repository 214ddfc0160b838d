/** Written by `deno task build:kernels`: which kernels are committed. */

/** SHA-256 of `kernels.wasm`. */
export const KERNELS_SHA256 = "3902f73878fddeb983d77b616bcc8fcdb8fc96e8f35411d4353ab34b3870ea40";
