/** Kernels without a pool: one record at a time, on one thread, in a memory with guards between all regions. */
import { CONTROL, CONTROL_BYTES } from "../../../../src/backend/devices/wasm/control_block.ts";
import { kernelModule } from "../../../../src/backend/devices/wasm/kernel_module.js";
import {
  type KernelName,
  KERNELS,
  opcode,
  RECORD_BYTES,
} from "../../../../src/backend/devices/wasm/kernel_set.ts";
import type { KernelExports } from "../../../../src/backend/devices/wasm/pool.ts";
import { scratchBytes } from "../../../../src/backend/devices/wasm/work_memory.ts";

const GUARD_BYTES = 1024;
const GUARD = 0xa5;

/** A memory from which regions are taken, and kernels that run on it. */
export class BareKernels {
  readonly #memory = new WebAssembly.Memory({ initial: 512, maximum: 65536, shared: true });
  readonly #kernels = new WebAssembly.Instance(kernelModule, { env: { memory: this.#memory } })
    .exports as unknown as KernelExports;
  readonly #guards: number[] = [];
  #free = 64;

  /** The bytes of the memory. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  /** A region of zeros, exactly as long, between guards; its address. */
  take(bytes: number): number {
    const address = Math.ceil((this.#free + GUARD_BYTES) / 16) * 16;
    this.bytes.fill(GUARD, this.#free, address);
    this.#guards.push(this.#free, address);
    this.#free = address + bytes;
    return address;
  }

  /** A region with these numbers. */
  put(numbers: Float32Array | Float64Array | Int32Array | Uint8Array): number {
    const address = this.take(numbers.byteLength);
    this.bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), address);
    return address;
  }

  /** Runs a record, with just the scratch that it is said to need; `rows` as of `scratchBytes`. */
  run(name: KernelName, operands: Readonly<Record<string, number>>, rows = 0): void {
    const words = Object.keys(KERNELS[name]).map((field) => {
      const word = operands[field];
      if (word === undefined) throw new RangeError(`The record ${name} needs the operand ${field}`);
      return word;
    });
    const program = this.take(2 * RECORD_BYTES);
    new Int32Array(this.#memory.buffer, program).set([opcode(name), ...words]);
    new Int32Array(this.#memory.buffer, program + RECORD_BYTES).set([opcode("end")]);
    const scratch = this.take(scratchBytes(name, (field) => operands[field]!, rows));
    const control = this.take(CONTROL_BYTES);
    const block = new Int32Array(this.#memory.buffer, control);
    block[CONTROL.threads / 4] = 1;
    block[CONTROL.scratch / 4] = scratch;
    this.take(0);
    this.#kernels.run(control, program);
  }

  /** The addresses in guards that have been written to. */
  damaged(): number[] {
    const { bytes } = this, found: number[] = [];
    for (let i = 0; i < this.#guards.length; i += 2) {
      for (let at = this.#guards[i]!; at < this.#guards[i + 1]!; at++) {
        if (bytes[at] !== GUARD) found.push(at);
      }
    }
    return found;
  }
}
