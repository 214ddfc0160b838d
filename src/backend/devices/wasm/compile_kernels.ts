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

/**
 * AssemblyScript marks what to inline by decorators, which formatters drop before functions: ours are comments. Its
 * `Math.max` is float64's only; the one of integers has no prefix.
 */
function source(name: string): string | null {
  if (name === "generated/instructions.ts") return instructionsSource();
  if (name === "generated/loops.ts") return loopsSource();
  try {
    return Deno.readTextFileSync(new URL(name, SOURCES)).replaceAll("/* @inline */", "@inline").replaceAll(
      "Math.max",
      "max",
    );
  } catch {
    return null;
  }
}

/** What must not be in the module, and why. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\(data /, "static data would overwrite the heap that the module shares"],
  [/relaxed/, "relaxed instructions differ from machine to machine"],
];

/** The module that tells the committed bytes' digest without reading them. */
export function digestModule(sha256: string): string {
  return [
    "/** Written by `deno task build:kernels`: which kernels are committed. */",
    "",
    "/** SHA-256 of `kernels.wasm`. */",
    `export const KERNELS_SHA256 = "${sha256}";`,
    "",
  ].join("\n");
}

/**
 * Compiles the pack in memory.
 *
 * @throws {Error} with the compiler's messages, or when the module has what it must not have
 */
export async function compileKernels(): Promise<Uint8Array<ArrayBuffer>> {
  const outputs = new Map<string, unknown>();
  const result = await asc.main(FLAGS, {
    readFile: (name: string) => source(name),
    writeFile: (name: string, contents: unknown) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (result.error) throw new Error(`Cannot compile the kernels: ${result.stderr.toString()}`);
  const text = String(outputs.get("kernels.wat"));
  for (const [pattern, reason] of FORBIDDEN) {
    if (pattern.test(text)) throw new Error(`Cannot use the compiled kernels: found ${pattern}; ${reason}`);
  }
  return outputs.get("kernels.wasm") as Uint8Array<ArrayBuffer>;
}
