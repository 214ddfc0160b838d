/**
 * The reference device: it runs every instruction as one plain loop in TypeScript. Slow, and the oracle of all other
 * devices, which must give the same bits for finite numbers; where a number is infinite or NaN, nothing is promised.
 */
import type { Arrays, Device, Numbers, Program } from "../../program/device.ts";
import { INSTRUCTIONS } from "../../program/instructions.ts";
import { type ElementType, type OperandKind, operandOf } from "../../program/operands.ts";
import type { AnyOperand, Instruction } from "../../program/program.ts";
import { NONE, type Region } from "../../program/region.ts";
import type { Cell } from "../../program/cell.ts";
import { type Functions, REFERENCE } from "./functions.ts";
import { Memory } from "./memory.ts";
import type { AnyResolved } from "./resolved.ts";

/** The instructions themselves; they need no compiling. */
class ReferenceProgram implements Program {
  constructor(readonly instructions: readonly Instruction[], readonly scalars: Region) {}

  get length(): number {
    return this.instructions.length;
  }

  [Symbol.dispose](): void {}
}

/**
 * Runs programs one instruction after another on one thread.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ProgramBuilder } from "../../program/program.ts";
 * import { Scalars } from "../../program/scalars.ts";
 *
 * using device = new ReferenceDevice();
 * using scalars = new Scalars(device);
 * const [input, gradient] = [device.allocate(16), device.allocate(16)];
 * device.write(gradient, Float32Array.of(3, -2, 0, 1));
 * const [rows, epsilon] = [scalars.int(1), scalars.float(.25)];
 * const { instructions } = new ProgramBuilder()
 *   .emit("signStep", { rows, epsilon, input, gradient, output: input, pitch: 16 });
 * using program = device.compile(instructions, scalars.region);
 * device.run(program, [scalars.values()]);
 * assertEquals([...device.read(input, "f32")], [.25, -.25, 0, .25]);
 * ```
 */
export class ReferenceDevice implements Device {
  readonly #functions: Functions;
  #memory = new Memory();

  /** A device of these functions; others than the reference's are for finding out whether a test sees a change. */
  constructor(functions: Functions = REFERENCE) {
    this.#functions = functions;
  }

  allocate(bytes: number): Region {
    return this.#memory.allocate(bytes);
  }

  free(region: Region): void {
    this.#memory.free(region.address);
  }

  allOrNothing<T>(work: () => T): T {
    const before = new Set(this.#memory.addresses);
    try {
      return work();
    } catch (error) {
      for (const address of this.#memory.addresses) if (!before.has(address)) this.#memory.free(address);
      throw error;
    }
  }

  write(region: Region, numbers: Numbers): void {
    if (numbers.byteLength > region.bytes) {
      throw new RangeError(
        `Cannot write ${numbers.byteLength} bytes to a region of ${region.bytes}: expected at most as many`,
      );
    }
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    this.#memory.view(region, "u8").set(bytes);
  }

  clear(region: Region): void {
    this.#memory.view(region, "u8").fill(0);
  }

  read<T extends ElementType>(region: Region, type: T): Arrays[T] {
    return this.#memory.view(region, type).slice() as Arrays[T];
  }

  compile(instructions: readonly Instruction[], scalars: Region): Program {
    return new ReferenceProgram([...instructions], scalars);
  }

  run(program: Program, steps: readonly Uint8Array[]): void {
    if (!(program instanceof ReferenceProgram)) {
      throw new TypeError(
        "Cannot run a program that was compiled for another device: compile it for this one",
      );
    }
    for (const values of steps) {
      this.write(program.scalars, values);
      for (const instruction of program.instructions) this.#execute(instruction);
    }
  }

  /** Forgets all regions. */
  [Symbol.dispose](): void {
    this.#memory = new Memory();
  }

  #execute({ name, operands }: Instruction): void {
    const kinds = Object.entries<OperandKind>(INSTRUCTIONS[name]);
    const resolved = kinds.map(([field, kind]) => [field, this.#resolve(operands[field]!, kind)]);
    (this.#functions[name] as (operands: unknown) => void)(Object.fromEntries(resolved));
  }

  /** A region as its numbers, a cell as its value, a pitch in numbers instead of bytes. */
  #resolve(operand: AnyOperand, kind: OperandKind): AnyResolved {
    const its = operandOf(kind);
    switch (its.is) {
      case "region":
        return operand === NONE ? null : this.#memory.view(operand as Region, its.type);
      case "cell":
        return this.#memory.view((operand as Cell).region, its.type)[0]!;
      case "pitch":
        return operand as number / Float32Array.BYTES_PER_ELEMENT;
      default:
        return operand as number | (AnyResolved & string);
    }
  }
}
