/** Programs: lists of instructions with their operands, which a device compiles once and runs at every step. */
import type { InstructionName, INSTRUCTIONS } from "./instructions.ts";
import type { OperandKind, OperandOf } from "./operands.ts";

/** The operands of an instruction, by name. */
export type Operands<N extends InstructionName> = {
  readonly [F in keyof (typeof INSTRUCTIONS)[N]]: OperandOf<(typeof INSTRUCTIONS)[N][F]>;
};

/** Any operand of any instruction. */
export type AnyOperand = OperandOf<OperandKind>;

/** An instruction with its operands. */
export interface Instruction<N extends InstructionName = InstructionName> {
  readonly name: N;
  readonly operands: Readonly<Record<string, AnyOperand>>;
}

/** Collects instructions, whose operands it checks by type. */
export class ProgramBuilder {
  readonly instructions: Instruction[] = [];

  /** Appends an instruction; it sees what those before it have written. */
  emit<N extends InstructionName>(name: N, operands: Operands<N>): this {
    this.instructions.push({ name, operands });
    return this;
  }
}
