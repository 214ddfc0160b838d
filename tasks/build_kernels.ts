/**
 * `deno task build:kernels`: compiles the kernel pack and writes the committed module `src/backend/devices/wasm/kernels.wasm`;
 * with `--check` only compares the bytes (exit code 5 when they differ).
 */
import { compileKernels, digestModule } from "../src/backend/devices/wasm/compile_kernels.ts";
import { sha256 } from "../src/files/sha256.ts";

const path = new URL("../src/backend/devices/wasm/kernels.wasm", import.meta.url);
const wasm = await compileKernels();
if (!Deno.args.includes("--check")) {
  await Deno.writeFile(path, wasm);
  await Deno.writeTextFile(
    new URL("../src/backend/devices/wasm/kernels_sha256.ts", import.meta.url),
    digestModule(sha256(wasm)),
  );
}
const committed = await Deno.readFile(path);
console.log(`src/backend/devices/wasm/kernels.wasm: ${committed.length} bytes, SHA-256 ${sha256(committed)}`);
if (sha256(committed) !== sha256(wasm)) {
  console.error(`error: the sources compile to ${sha256(wasm)}; run deno task build:kernels`);
  Deno.exit(5);
}
