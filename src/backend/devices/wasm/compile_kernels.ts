/**
 * Compiles the kernel pack: AssemblyScript in, WebAssembly bytes out, the same bytes every time. With -O1 on
 * purpose: Binaryen's -O3 regroups the unrolled loops, which then run at half the speed.
 */
import asc from "assemblyscript/asc";
import { loopsSource } from "./generate_loops.ts";
import { recordsSource, stepSource } from "./generate_records.ts";
import { KERNELS, type Records } from "./kernel_set.ts";

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

/** What is compiled. */
export interface KernelPack {
  readonly records: Records;
  /** The text of each file of `kernels/`, by its name. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The pack as it lies here. */
export function kernelPack(): KernelPack {
  const names = Array.from(Deno.readDirSync(SOURCES), ({ name }) => name);
  const sources = names.map((name) => [name, Deno.readTextFileSync(new URL(name, SOURCES))]);
  return { records: KERNELS, sources: Object.fromEntries(sources) };
}

/**
 * The text as AssemblyScript has it. It marks what to inline by decorators, which formatters drop before functions:
 * ours are comments. It has its types of integers without an import, and their maximum is not one of `Math`.
 */
function inItsDialect(text: string): string {
  const decorated = text.replaceAll("/* @inline */", "@inline");
  return decorated.replace(/^import type .*$/m, "").replaceAll("Math.max", "max");
}

/**
 * The files that the compiler asks for. Binaryen orders functions by their uses and then by the names of file and
 * function, so a name decides over bytes of the module.
 */
function files({ records, sources }: KernelPack): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, inItsDialect(text)])),
    "generated/loops.ts": loopsSource(),
    "generated/records.ts": recordsSource(records),
    "interpreter/step.ts": stepSource(records, sources),
  };
}

/** What must not be in the module, and why. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\(data /, "static data would overwrite the heap that the module shares"],
  [/relaxed/, "relaxed instructions differ from machine to machine"],
];

/**
 * Compiles a pack in memory.
 *
 * @throws {Error} with the compiler's messages, or when the module has what it must not have
 */
export async function compileKernels(pack = kernelPack()): Promise<Uint8Array<ArrayBuffer>> {
  const inputs = files(pack);
  const outputs = new Map<string, unknown>();
  const result = await asc.main(FLAGS, {
    readFile: (name: string) => inputs[name] ?? null,
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
