/**
 * An instruction's operands as the functions of the reference device read them: arrays instead of regions, numbers
 * instead of cells. A pitch counts numbers, not bytes, from one row to the next, so element (r, c) of a matrix is
 * `[r * pitch + c]`; it serves regions of winners as it is, since they have a byte where the outputs have a float32.
 */
import type { Arrays } from "../../program/device.ts";
import type { InstructionName, INSTRUCTIONS } from "../../program/instructions.ts";
import type { ElementType, EnumName, ENUMS, OperandKind } from "../../program/operands.ts";

/** What an operand of a kind becomes; null: no region. */
export type ResolvedOperand<K> = K extends `enum ${infer E extends EnumName}` ? (typeof ENUMS)[E][number]
  : K extends "count" | "pitch" | `cell ${string}` ? number
  : K extends `${string}? ${infer T extends ElementType}` ? Arrays[T] | null
  : K extends `${string} ${infer T extends ElementType}` ? Arrays[T]
  : never;

/** The operands of an instruction, by name. */
export type Resolved<N extends InstructionName> = {
  readonly [F in keyof (typeof INSTRUCTIONS)[N]]: ResolvedOperand<(typeof INSTRUCTIONS)[N][F]>;
};

/** Any operand of any instruction. */
export type AnyResolved = ResolvedOperand<OperandKind>;
