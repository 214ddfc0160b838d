/**
 * Writes what the kernels know of records, in AssemblyScript: the classes through which they read operands, the
 * constants that stand for opcodes and words, and the switch that calls the kernel of an opcode.
 */
import { ENUMS, operandOf } from "../../program/operands.ts";
import { CONTROL } from "./control_block.ts";
import { COUNTER_OFFSET, RECORD_BYTES, type Records } from "./kernel_set.ts";

/** "gatherBytes" → "GatherBytes". */
const pascalCase = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** "gatherBytes" → "GATHER_BYTES". */
const constantCase = (name: string): string => name.replace(/[A-Z]/g, "_$&").toUpperCase();

const constant = (name: string, type: "i32" | "usize", value: number): string =>
  `export const ${name}: ${type} = ${value};`;

/** `generated/records.ts`: the class of each record, the opcodes, the words, and the layout of the control block. */
export function recordsSource(records: Records): string {
  const constants = [
    constant("RECORD_BYTES", "usize", RECORD_BYTES),
    constant("COUNTER_OFFSET", "usize", COUNTER_OFFSET),
    ...Object.entries(CONTROL).map(([name, at]) => constant(`CONTROL_${constantCase(name)}`, "usize", at)),
    ...Object.keys(records).map((name, i) => constant(`OP_${constantCase(name)}`, "i32", i)),
    ...Object.entries(ENUMS).flatMap(([name, words]) =>
      words.map((word, i) => constant(constantCase(`${name}_${word}`), "i32", i))
    ),
  ];
  const classes = Object.entries(records).map(([name, operands]) => {
    const fields = Object.entries(operands).map(([field, kind]) => {
      const { is } = operandOf(kind);
      return `  ${field}: ${is === "count" || is === "enum" ? "i32" : "usize"};`;
    });
    return `@unmanaged export class ${pascalCase(name)} {\n  opcode: i32;\n${fields.join("\n")}\n}`;
  });
  return [...constants, ...classes].join("\n");
}

/** A kernel's function: `name(pc)`, or with the control block and the thread where it needs them. */
interface KernelFunction {
  readonly name: string;
  /** Its file, without the ending. */
  readonly module: string;
  readonly parameters: "pc" | "pc, control, thread";
}

/** How a kernel's function begins. */
const KERNEL_FUNCTION = /export function (\w+)\(pc: usize(, control: usize, thread: i32)?\): void/g;

/**
 * The functions of the records that have operands, in the order of the records; those without are the interpreter's.
 *
 * @param sources the text of each file
 * @throws {SyntaxError} for a record without a function of its name, or with several
 */
export function kernelFunctions(
  records: Records,
  sources: Readonly<Record<string, string>>,
): KernelFunction[] {
  const found = Object.entries(sources).flatMap(([file, text]) =>
    [...text.matchAll(KERNEL_FUNCTION)].map(([, name, more]): KernelFunction => ({
      name: name!,
      module: file.replace(/\.ts$/, ""),
      parameters: more ? "pc, control, thread" : "pc",
    }))
  );
  return Object.keys(records).filter((name) => Object.keys(records[name]!).length > 0).map((name) => {
    const own = found.filter((candidate) => candidate.name === name);
    if (own.length === 1) return own[0]!;
    throw new SyntaxError(
      `Cannot compile the kernel ${name}: found ${own.length} functions \`export function ${name}(pc: usize): void\` ` +
        `or \`${name}(pc: usize, control: usize, thread: i32): void\` in kernels/, expected 1`,
    );
  });
}

/** `interpreter/step.ts`: executes one record. */
export function stepSource(records: Records, sources: Readonly<Record<string, string>>): string {
  const functions = kernelFunctions(records, sources);
  return [
    `import * as record from "../generated/records";`,
    ...functions.map(({ name, module }) => `import { ${name} } from "../${module}";`),
    `export function step(opcode: i32, pc: usize, control: usize, thread: i32): void {`,
    `  switch (opcode) {`,
    ...functions.map(({ name, parameters }) =>
      `    case record.OP_${constantCase(name)}: return ${name}(${parameters});`
    ),
    `    default: unreachable();`,
    `  }`,
    `}`,
  ].join("\n");
}
