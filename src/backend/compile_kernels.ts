/**
 * Compiles the kernel pack: AssemblyScript in, WebAssembly bytes out, the same bytes every time. With -O1 on
 * purpose: Binaryen's -O3 regroups the unrolled loops, which then run at half the speed.
 */
import asc from "assemblyscript/asc";
import { instructionsSource, loopsSource } from "./kernel_generator.ts";

const SOURCES = new URL("./kernels/", import.meta.url);

const FLAGS = [
  ...["interpreter.ts", "-O1", "--outFile", "kernels.wasm", "--textFile", "kernels.wat"],
  ...["--enable", "simd", "--enable", "threads", "--runtime", "stub", "--noAssert", "--use", "abort="],
  ...[
    "--importMemory",
    "--sharedMemory",
    "--initialMemory",
    "1",
    "--maximumMemory",
    "65536",
    "--noExportMemory",
  ],
];

/** The compiled module, as bytes and as text. */
export interface CompiledKernels {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

/** AssemblyScript marks what to inline by decorators, which formatters drop before functions: ours are comments. */
function source(name: string): string | null {
  if (name === "generated/instructions.ts") return instructionsSource();
  if (name === "generated/loops.ts") return loopsSource();
  try {
    return Deno.readTextFileSync(new URL(name, SOURCES)).replaceAll("/* @inline */", "@inline");
  } catch {
    return null;
  }
}

/**
 * Compiles the pack in memory.
 *
 * @throws {Error} with the compiler's messages
 */
export async function compileKernels(): Promise<CompiledKernels> {
  const outputs = new Map<string, string | Uint8Array<ArrayBuffer>>();
  const result = await asc.main(FLAGS, {
    readFile: (name: string) => source(name),
    writeFile: (name: string, contents: string | Uint8Array) => void outputs.set(name, contents as never),
    listFiles: () => [],
  });
  if (result.error) throw new Error(`Cannot compile the kernels: ${result.stderr.toString()}`);
  return {
    wasm: outputs.get("kernels.wasm") as Uint8Array<ArrayBuffer>,
    text: outputs.get("kernels.wat") as string,
  };
}
