/**
 * The kinds of operands that instructions have, and what a program gives for each. Everything that devices know of an
 * operand follows from its kind: whether it is read or written, of which numbers it consists, how wide it is.
 */
import type { Region } from "./region.ts";
import type { Cell, CellType } from "./cell.ts";

/** What the numbers of a region are. */
export type ElementType = "f32" | "f64" | "i32" | "u32" | "u8";

/** How an instruction uses a region; with "?" the region may be `NONE`. */
export type Access = "in" | "out" | "inout" | "in?" | "out?";

/** The words of which a program picks one by its name; an instruction gets its place in the list. */
export const ENUMS = {
  /** How a gradient by logits is rounded (`CostGradient` in networks/compose.ts). */
  gradient: ["exact", "direction", "float32"],
  /** What the sums of a unit go through: max(0, z) or 1 / (1 + e^-z). */
  activation: ["relu", "sigmoid"],
  /** How the operands of a matrix product are stored: a [m, k] or [k, m] (t), b [k, n] or [n, k] (t). */
  layout: ["nn", "tn", "nt"],
} as const satisfies Record<string, readonly string[]>;

/** The name of such a list. */
export type EnumName = keyof typeof ENUMS;

/**
 * The kind of an operand:
 *
 * - "in f32", "out u8", …: a region;
 * - "count": a number fixed in the program;
 * - "pitch": bytes from one row, or matrix, to the next; fixed in the program, a multiple of 16 for rows of float32;
 * - "cell i32", …: a scalar that may change from step to step;
 * - "enum gradient", …: a word of that list.
 */
export type OperandKind =
  | `${Access} ${ElementType}`
  | "count"
  | "pitch"
  | `cell ${CellType}`
  | `enum ${EnumName}`;

/** What a program gives for an operand of a kind. */
export type OperandOf<K> = K extends `cell ${infer T extends CellType}` ? Cell<T>
  : K extends `enum ${infer E extends EnumName}` ? (typeof ENUMS)[E][number]
  : K extends "count" | "pitch" ? number
  : Region;

/** A kind taken apart. */
export type Operand =
  | {
    readonly is: "region";
    readonly access: "in" | "out" | "inout";
    readonly optional: boolean;
    readonly type: ElementType;
  }
  | { readonly is: "count" | "pitch" }
  | { readonly is: "cell"; readonly type: CellType }
  | { readonly is: "enum"; readonly words: readonly string[] };

/** Takes a kind apart. */
export function operandOf(kind: OperandKind): Operand {
  if (kind === "count" || kind === "pitch") return { is: kind };
  const [first, second] = kind.split(" ") as [string, string];
  if (first === "cell") return { is: "cell", type: second as CellType };
  if (first === "enum") return { is: "enum", words: ENUMS[second as EnumName] };
  const access = first.replace("?", "") as "in" | "out" | "inout";
  return { is: "region", access, optional: first.endsWith("?"), type: second as ElementType };
}
