/** `deno task build:kernels`: compiles the kernel pack and writes the committed module `src/backend/kernels.wasm`. */
import { compileKernels } from "../src/backend/compile_kernels.ts";

const { wasm } = await compileKernels();
await Deno.writeFile(new URL("../src/backend/kernels.wasm", import.meta.url), wasm);
console.log(`src/backend/kernels.wasm: ${wasm.length} bytes`);
