/** Which engine computes, without starting it: what keys and reports need to know. */
import { KERNEL_DIGESTS } from "./devices/wasm/kernel_digests.ts";
import { KERNELS_SHA256 } from "./devices/wasm/kernels_sha256.ts";
import { kernelsOf } from "./devices/wasm/lowering.ts";
import { type InstructionName, INSTRUCTIONS } from "./program/instructions.ts";

/** What the numbers of a run depend on, of the engine. */
export interface EngineIdentity {
  /** Engines of different classes may differ in the last bits and are never compared as equals. */
  readonly class: string;
  /** SHA-256 of the WebAssembly module that computes every graded number. */
  readonly wasm: string;
}

/** The engine that `startEngine` starts: our kernels, in the heap of tfjs' threaded WebAssembly backend. */
export const ENGINE: EngineIdentity = Object.freeze({ class: "wasm-simd", wasm: KERNELS_SHA256 });

/** The digests of an instruction's kernels, in the order of their execution. */
const codeOf = (name: InstructionName): string =>
  kernelsOf(name).map((kernel) => KERNEL_DIGESTS[kernel]).join("-");

/** The code of each instruction: the digests of the kernels that it is executed by, read from that module. */
export const INSTRUCTION_CODE: Readonly<Record<InstructionName, string>> = Object.freeze(
  Object.fromEntries(
    Object.keys(INSTRUCTIONS).map((name) => [name, codeOf(name as InstructionName)]),
  ) as Record<
    InstructionName,
    string
  >,
);

/** The most threads that one run may have. */
export const MAX_THREADS = 64;

/** tfjs' build starts a fixed pool of eight workers, for its own kernels. */
export const TFJS_MAX_THREADS = 8;
