/**
 * A device that computes nothing and remembers what it was asked to compile. With it a program is known without running
 * it: which instructions a training run or an evaluation consists of.
 */
import type { Arrays, Device, Numbers, Program } from "../program/device.ts";
import type { InstructionName } from "../program/instructions.ts";
import type { ElementType } from "../program/operands.ts";
import type { Instruction } from "../program/program.ts";
import type { Region } from "../program/region.ts";

const ALIGNMENT = 64;

/** Makes the arrays of each type. */
const MAKE = {
  f32: (bytes: number) => new Float32Array(bytes >>> 2),
  f64: (bytes: number) => new Float64Array(bytes >>> 3),
  i32: (bytes: number) => new Int32Array(bytes >>> 2),
  u32: (bytes: number) => new Uint32Array(bytes >>> 2),
  u8: (bytes: number) => new Uint8Array(bytes),
};

/** Every region has an address of its own, and no memory; what is read from it is 0. */
export class RecordingDevice implements Device {
  /** The instructions of all programs so far, one after another. */
  readonly instructions: Instruction[] = [];
  #end = ALIGNMENT;

  /** The names of the instructions, each once, in alphabetical order. */
  get names(): readonly InstructionName[] {
    return [...new Set(this.instructions.map(({ name }) => name))].sort();
  }

  allocate(bytes: number): Region {
    const region = { address: this.#end, bytes };
    this.#end += Math.ceil((bytes + 1) / ALIGNMENT) * ALIGNMENT;
    return region;
  }

  free(): void {}

  allOrNothing<T>(work: () => T): T {
    return work();
  }

  write(_region: Region, _numbers: Numbers): void {}

  clear(): void {}

  read<T extends ElementType>(region: Region, type: T): Arrays[T] {
    return MAKE[type](region.bytes) as Arrays[T];
  }

  compile(instructions: readonly Instruction[]): Program {
    this.instructions.push(...instructions);
    return { length: instructions.length, [Symbol.dispose]: () => {} };
  }

  run(): void {}

  [Symbol.dispose](): void {}
}
