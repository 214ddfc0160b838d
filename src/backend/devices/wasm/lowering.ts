/**
 * From instructions to records: what only these kernels want. A layer's forward product reads lists of what is not
 * zero, and its backward product lists of the pieces that won; the lists lie in memory that all programs share, since
 * one runs at a time.
 */
import type { InstructionName } from "../../program/instructions.ts";
import type { AnyOperand, Instruction, Operands } from "../../program/program.ts";
import type { Region } from "../../program/region.ts";
import type { KernelName, KernelWithFunction } from "./kernel_set.ts";
import { listBytes, preparedBytes, rowBlocks } from "./work_memory.ts";

/** A record that a kernel will execute. */
export interface KernelRecord {
  readonly name: KernelName;
  readonly operands: Readonly<Record<string, AnyOperand>>;
}

/** Where the lists lie, or how large they are. */
export interface Lists<T> {
  /** What `prepare` writes and `forward` reads. */
  readonly prepared: T;
  /** What `winnerLists` writes and `inputGradient` reads. */
  readonly winners: T;
}

type Layered = "forward" | "inputGradient";

const operandsOf = <N extends Layered>(instruction: Instruction): Operands<N> =>
  instruction.operands as Operands<N>;

/** How many rows a region can hold. */
const rowsIn = ({ bytes }: Region, pitch: number): number => pitch === 0 ? 0 : bytes / pitch;

/** The records of an instruction. */
export function lower(instruction: Instruction, lists: Lists<Region>): KernelRecord[] {
  if (instruction.name === "forward") {
    const { input, inputPitch: pitch, ...rest } = operandsOf<"forward">(instruction);
    const { rows, columns, units, pieces, output, outputPitch } = rest;
    const capacity = rowsIn(output, outputPitch);
    const { prepared } = lists;
    return [
      { name: "prepare", operands: { rows, capacity, columns, pieces, input, pitch, prepared } },
      {
        name: "forward",
        operands: { ...rest, capacity, rowBlocks: rowBlocks(units, pieces, capacity), prepared },
      },
    ];
  }
  if (instruction.name === "inputGradient") {
    const { gradient, gradientPitch: pitch, winners, ...rest } = operandsOf<"inputGradient">(instruction);
    const { rows, units, pieces } = rest;
    const capacity = rowsIn(gradient, pitch);
    return [
      {
        name: "winnerLists",
        operands: { rows, capacity, units, pieces, gradient, pitch, winners, lists: lists.winners },
      },
      { name: "inputGradient", operands: { ...rest, capacity, lists: lists.winners } },
    ];
  }
  return [instruction as KernelRecord];
}

/** The kernels that an instruction is executed by. */
export function kernelsOf(name: InstructionName): readonly KernelWithFunction[] {
  if (name === "forward") return ["prepare", "forward"];
  if (name === "inputGradient") return ["winnerLists", "inputGradient"];
  return [name];
}

/** Bytes of the lists that a program needs. */
export function bytesOfLists(instructions: readonly Instruction[]): Lists<number> {
  const most = (name: Layered, bytes: (instruction: Instruction) => number) =>
    instructions.filter((instruction) => instruction.name === name)
      .reduce((largest, instruction) => Math.max(largest, bytes(instruction)), 0);
  return {
    prepared: most("forward", (instruction) => {
      const { columns, output, outputPitch } = operandsOf<"forward">(instruction);
      return preparedBytes(rowsIn(output, outputPitch), columns);
    }),
    winners: most("inputGradient", (instruction) => {
      const { units, pieces, gradient, gradientPitch } = operandsOf<"inputGradient">(instruction);
      return listBytes(rowsIn(gradient, gradientPitch), units, pieces);
    }),
  };
}
