/**
 * `deno task build:kernels`: compiles the kernel pack and writes the committed module `src/backend/devices/wasm/kernels.wasm`,
 * and the digests of the module and of each kernel in it; with `--check` only compares the module's bytes (exit code 5
 * when they differ).
 */
import { compileKernels } from "../src/backend/devices/wasm/compile_kernels.ts";
import { kernelDigests } from "../src/backend/devices/wasm/digest_kernels.ts";
import { sha256 } from "../src/files/sha256.ts";

const FOLDER = new URL("../src/backend/devices/wasm/", import.meta.url);

/** `kernels_sha256.ts`, which tells the committed module's digest without reading it. */
const moduleDigest = (wasm: Uint8Array): string =>
  `\
/** Written by \`deno task build:kernels\`: which kernels are committed. */

/** SHA-256 of \`kernels.wasm\`. */
export const KERNELS_SHA256 = "${sha256(wasm)}";
`;

/** `kernel_digests.ts`, which tells those of the kernels in it. */
const digestsOfKernels = (wasm: Uint8Array): string =>
  `\
/** Written by \`deno task build:kernels\`: the code of each kernel that is committed. */
import type { KernelWithFunction } from "./kernel_set.ts";

/** The digest of each kernel in \`kernels.wasm\` (digest_kernels.ts): it changes only if the kernel's own code does. */
export const KERNEL_DIGESTS: Readonly<Record<KernelWithFunction, string>> = {
${Object.entries(kernelDigests(wasm)).map(([name, digest]) => `  ${name}: "${digest}",`).join("\n")}
};
`;

const path = new URL("kernels.wasm", FOLDER);
const wasm = await compileKernels();
if (!Deno.args.includes("--check")) {
  await Deno.writeFile(path, wasm);
  await Deno.writeTextFile(new URL("kernels_sha256.ts", FOLDER), moduleDigest(wasm));
  await Deno.writeTextFile(new URL("kernel_digests.ts", FOLDER), digestsOfKernels(wasm));
}
const committed = await Deno.readFile(path);
console.log(`src/backend/devices/wasm/kernels.wasm: ${committed.length} bytes, SHA-256 ${sha256(committed)}`);
if (sha256(committed) !== sha256(wasm)) {
  console.error(`error: the sources compile to ${sha256(wasm)}; run deno task build:kernels`);
  Deno.exit(5);
}
