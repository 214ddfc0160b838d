/**
 * Compiles the kernel pack, once with each of the changes that the first argument has as JSON; the modules go to the
 * standard output, a line of hexadecimal digits each. A program of its own: the compiler reads the environment.
 */
import { compileKernels, kernelPack } from "../../../../src/backend/devices/wasm/compile_kernels.ts";
import type { PackChanges } from "./changed_packs.ts";

const changes: readonly PackChanges[] = JSON.parse(Deno.args[0]!);
const pack = kernelPack();
for (const { records, sources } of changes) {
  const wasm = await compileKernels({
    records: records ?? pack.records,
    sources: { ...pack.sources, ...sources },
  });
  console.log(Array.from(wasm, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
