/** What a case gives for each operand of an instruction, as the description types it. */
import type { Arrays } from "../../../../src/backend/program/device.ts";
import type { InstructionName, INSTRUCTIONS } from "../../../../src/backend/program/instructions.ts";
import type { ElementType, EnumName, ENUMS } from "../../../../src/backend/program/operands.ts";
import type { Draw, Same } from "./draw.ts";

/** A word, a number, or what lies in a region beforehand; pitches are bytes. */
type GivenOperand<K> = K extends `enum ${infer E extends EnumName}` ? (typeof ENUMS)[E][number]
  : K extends "count" | "pitch" | `cell ${string}` ? number
  : K extends `${string}? ${infer T extends ElementType}` ? Arrays[T] | Same | null
  : K extends `${string} ${infer T extends ElementType}` ? Arrays[T] | Same
  : never;

/** A case of an instruction. */
export type Given<N extends InstructionName> = {
  readonly [F in keyof (typeof INSTRUCTIONS)[N]]: GivenOperand<(typeof INSTRUCTIONS)[N][F]>;
};

/** How cases of some instructions are drawn. */
export type Drawn<N extends InstructionName> = { readonly [M in N]: (d: Draw) => Given<M> };
