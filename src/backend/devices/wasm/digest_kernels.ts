/**
 * A digest of each kernel's code, read from the bytes that are executed: what the interpreter does for the kernel's
 * opcode, and every function that is called from there. Whatever depends on other kernels is left out: a call stands
 * for the digest of the function called, not for its number, and the locals of the interpreter's switch, into which
 * the compiler has put small kernels, are numbered as a kernel uses them.
 */
import { sha256 } from "../../../files/sha256.ts";
import { KERNELS, type KernelWithFunction, type Records } from "./kernel_set.ts";
import { type Instruction, type ModuleFunction, OP, readFunctions } from "./module_reader.ts";

type Code = readonly Instruction[];

/** The parameters of the switch: opcode, pc, control, thread. */
const OPCODE = 0;
const PARAMETERS = 4;

const isOneOf = (...ops: number[]) => ({ op }: Instruction): boolean => ops.includes(op);
const opensBlock = isOneOf(OP.block, OP.loop, OP.if);
const branches = isOneOf(OP.br, OP.brIf, OP.brTable);
const closes = isOneOf(OP.else, OP.end);
const traps = isOneOf(OP.unreachable);
const usesLocal = isOneOf(OP.localGet, OP.localSet, OP.localTee);

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function refuse(found: string): never {
  throw new SyntaxError(`Cannot tell the kernels of the module apart: ${found}`);
}

/** The end of the block that encloses `depth` others around the instruction before `at`. */
function endOfBlock(code: Code, at: number, depth: number): number {
  for (let open = depth; at < code.length; at++) {
    const { op } = code[at]!;
    if (opensBlock(code[at]!)) open++;
    else if (op === OP.else && open === 0) refuse("the switch has an else");
    else if (op === OP.end && open-- === 0) return at;
  }
  return refuse("the switch is left by a branch");
}

const ARITHMETIC: Readonly<Record<number, (a: number, b: number) => number>> = {
  [OP.i32Eq]: (a, b) => Number(a === b),
  [OP.i32Ne]: (a, b) => Number(a !== b),
  [OP.i32Add]: (a, b) => a + b | 0,
  [OP.i32Sub]: (a, b) => a - b | 0,
};

/** Follows the switch with a known opcode; returns where the code goes on after the last decision. */
function caseStart(code: Code, opcode: number): number {
  const stack: number[] = [];
  for (let at = 0, start = 0;; at++) {
    const { op, operands } = code[at]!;
    if (op === OP.i32Const) stack.push(operands[0]!);
    else if (op === OP.localGet && operands[0] === OPCODE) stack.push(opcode);
    else if (op in ARITHMETIC) stack.push(ARITHMETIC[op]!(...stack.splice(-2) as [number, number]));
    else if (op === OP.if) {
      if (stack.pop() === 0) at = endOfBlock(code, at + 1, 0);
      start = at + 1;
    } else if (op === OP.brTable) {
      const depth = operands[Math.min(stack.pop()! >>> 0, operands.length - 1)]!;
      start = (at = endOfBlock(code, at + 1, depth)) + 1;
    } else if (op !== OP.block && op !== OP.end) {
      return start > 0 ? start : refuse("the switch does not begin with the opcode");
    }
  }
}

/** A case's code, without the return at its end. */
function caseCode(code: Code, start: number): Code {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    const instruction = code[at]!;
    if (opensBlock(instruction)) depth++;
    if (branches(instruction) && Math.max(...instruction.operands) >= depth) {
      refuse("a branch leaves its case");
    }
    if (depth === 0 && traps(instruction)) return code.slice(start, at + 1);
    if (depth === 0 && (instruction.op === OP.return || at === code.length - 1)) return code.slice(start, at);
    if (depth === 0 && closes(instruction)) refuse("a case goes on into the next");
    if (instruction.op === OP.end) depth--;
  }
  return refuse("a case has no end");
}

/** The one function with a table of branches: the interpreter's switch. */
function findSwitch(functions: readonly ModuleFunction[]): ModuleFunction {
  const found = functions.filter(({ code }) => code.some(isOneOf(OP.brTable)));
  return found.length === 1 ? found[0]! : refuse(`found ${found.length} tables of branches, expected 1`);
}

/** What gives the text of code, in which a call is the digest of what it calls, and locals have numbers of choice. */
function codeText(
  functions: readonly ModuleFunction[],
): (code: Code, number?: (local: number) => number) => string {
  const digests = new Map<number, string>();
  const digest = (index: number): string => {
    const known = digests.get(index);
    if (known !== undefined) return known || refuse("a function calls itself");
    digests.set(index, "");
    const { signature, locals, code } = functions[index]!;
    digests.set(index, sha256(`${hex(signature)} ${locals}\n${text(code)}`));
    return digests.get(index)!;
  };
  const text = (code: Code, number = (local: number) => local): string =>
    code.map((instruction) => {
      const { op, bytes, operands: [operand] } = instruction;
      if (op === OP.call) return `call ${digest(operand!)}`;
      return usesLocal(instruction) ? `local ${op} ${number(operand!)}` : hex(bytes);
    }).join("\n");
  return text;
}

/** Numbers the locals, but parameters, in the order in which they are asked for, which `order` tells. */
function numbering(): { order: number[]; number: (local: number) => number } {
  const order: number[] = [];
  const number = (local: number) => {
    if (local < PARAMETERS) return local;
    if (!order.includes(local)) order.push(local);
    return PARAMETERS + order.indexOf(local);
  };
  return { order, number };
}

/**
 * The digest of each kernel in a module: 16 hexadecimal digits.
 *
 * @param wasm the module's bytes
 * @param records its records, in the order of their opcodes; those without operands have no kernel
 * @throws {SyntaxError} for a module that is not built as `build:kernels` does it
 */
export function kernelDigests(wasm: Uint8Array): Record<KernelWithFunction, string>;
export function kernelDigests(wasm: Uint8Array, records: Records): Record<string, string>;
export function kernelDigests(wasm: Uint8Array, records: Records = KERNELS): Record<string, string> {
  const functions = readFunctions(wasm), text = codeText(functions), { code, locals } = findSwitch(functions);
  const names = Object.keys(records);
  const kernels = names.filter((name) => Object.keys(records[name]!).length > 0).map((name) => {
    const { order, number } = numbering();
    const own = caseCode(code, caseStart(code, names.indexOf(name)));
    if (own.every(traps)) refuse(`the switch has no case for ${name}`);
    const body = text(own, number);
    return [name, sha256(`${order.map((local) => locals[local])}\n${body}`).slice(0, 16)];
  });
  return Object.fromEntries(kernels);
}
