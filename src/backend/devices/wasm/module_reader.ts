/**
 * Reads the functions of a WebAssembly module, as far as our kernels go: one memory, no tables, no globals, no
 * functions from outside, blocks without parameters. Anything else is refused, so that nothing is read wrongly.
 */

/** An instruction of a function's body. */
export interface Instruction {
  /** The opcode; behind a prefix, prefix · 4096 + opcode. */
  readonly op: number;
  /** As it is encoded. */
  readonly bytes: Uint8Array;
  /** The function called, the local used, the labels branched to, or the constant (of i32). */
  readonly operands: readonly number[];
}

/** A function with its body. */
export interface ModuleFunction {
  /** Its type, as it is encoded. */
  readonly signature: Uint8Array;
  /** The types of its parameters and locals, as they are encoded. */
  readonly locals: readonly number[];
  /** Its instructions, with an "end" as the last. */
  readonly code: readonly Instruction[];
}

/** The opcodes that readers of code look for. */
export const OP = {
  ...{ unreachable: 0x00, block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b },
  ...{ br: 0x0c, brIf: 0x0d, brTable: 0x0e, return: 0x0f, call: 0x10 },
  ...{ localGet: 0x20, localSet: 0x21, localTee: 0x22, i32Const: 0x41 },
  ...{ i32Eqz: 0x45, i32Eq: 0x46, i32Ne: 0x47, i32Add: 0x6a, i32Sub: 0x6b },
} as const;

const TYPE = 1, IMPORT = 2, FUNCTION = 3, CODE = 10;
const MEMORY_IMPORT = 2;

class Reader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    if (this.done) throw new SyntaxError("Cannot read the module: it ends too early");
    return this.bytes[this.at++]!;
  }

  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) {
      throw new SyntaxError("Cannot read the module: it ends too early");
    }
    return this.bytes.subarray(this.at, this.at += count);
  }

  /** A number in LEB128, of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0;; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  /** A signed number in LEB128, of at most 32 bits. */
  i32(): number {
    let value = 0;
    for (let shift = 0;; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return byte & 64 ? value - 2 ** (shift + 7) : value;
    }
  }

  skipLeb(): void {
    while (this.byte() >= 128);
  }

  many<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }
}

/** Reads past what follows an opcode; returns what `Instruction.operands` is to have. */
function readOperands(reader: Reader, op: number): number[] {
  const refuse = (): never => {
    throw new SyntaxError(
      `Cannot read the module: found the opcode 0x${op.toString(16)}, which kernels have not`,
    );
  };
  const address = () => {
    if (reader.u32() & 64) return refuse(); // of another memory
    reader.skipLeb();
    return [];
  };
  const skip = (bytes: number) => {
    reader.take(bytes);
    return [];
  };
  const prefix = op >> 12, code = op & 0xfff;
  if (prefix === 0xfc) return code === 0x0a ? skip(2) : code === 0x0b ? skip(1) : code <= 7 ? [] : refuse();
  if (prefix === 0xfe) return code === 0x03 ? skip(1) : address();
  if (prefix === 0xfd) {
    if (code <= 0x0b || code === 0x5c || code === 0x5d) return address();
    if (code === 0x0c || code === 0x0d) return skip(16);
    if (code >= 0x15 && code <= 0x22) return skip(1);
    if (code >= 0x54 && code <= 0x5b) return [...address(), ...skip(1)];
    return code <= 0xff ? [] : refuse(); // the others are relaxed
  }
  switch (op) {
    case OP.block:
    case OP.loop:
    case OP.if: {
      const type = reader.byte();
      return type >= 0x40 && type < 0x80 ? [] : refuse(); // nothing, or one result
    }
    case OP.br:
    case OP.brIf:
    case OP.call:
    case OP.localGet:
    case OP.localSet:
    case OP.localTee:
      return [reader.u32()];
    case OP.brTable:
      return [...reader.many(() => reader.u32()), reader.u32()];
    case OP.i32Const:
      return [reader.i32()];
    case 0x42: // i64.const
      reader.skipLeb();
      return [];
    case 0x43: // f32.const
      return skip(4);
    case 0x44: // f64.const
      return skip(8);
    case 0x3f: // memory.size
    case 0x40: // memory.grow
      return skip(1);
  }
  if (op >= 0x28 && op <= 0x3e) return address();
  const plain = op <= 0x01 || op === OP.else || op === OP.end || op === OP.return || op === 0x1a ||
    op === 0x1b;
  return plain || (op >= 0x45 && op <= 0xc4) ? [] : refuse();
}

function readCode(reader: Reader): Instruction[] {
  const code: Instruction[] = [];
  while (!reader.done) {
    const start = reader.at, first = reader.byte();
    const op = first >= 0xfc && first <= 0xfe ? first * 4096 + reader.u32() : first;
    const operands = readOperands(reader, op);
    code.push({ op, bytes: reader.bytes.subarray(start, reader.at), operands });
  }
  return code;
}

function readType(reader: Reader): { signature: Uint8Array; parameters: number[] } {
  const start = reader.at;
  reader.byte();
  const parameters = reader.many(() => reader.byte());
  reader.many(() => reader.byte());
  return { signature: reader.bytes.subarray(start, reader.at), parameters };
}

function refuseFunctions(reader: Reader): void {
  const name = () => new TextDecoder().decode(reader.take(reader.u32()));
  reader.many(() => {
    const from = `${name()}.${name()}`;
    if (reader.byte() !== MEMORY_IMPORT) throw new SyntaxError(`Cannot read the module: it imports ${from}`);
    for (let limits = reader.byte() & 1 ? 2 : 1; limits > 0; limits--) reader.skipLeb();
  });
}

/**
 * The functions of a module, by their numbers.
 *
 * @throws {SyntaxError} for bytes that are no module, or one with more in it than our kernels have
 */
export function readFunctions(wasm: Uint8Array): ModuleFunction[] {
  const magic = new TextDecoder().decode(wasm.subarray(0, 8));
  if (magic !== "\0asm\x01\0\0\0") throw new SyntaxError("Cannot read the module: it is not WebAssembly 1");
  const sections = new Map<number, Reader>();
  for (const reader = new Reader(wasm.subarray(8)); !reader.done;) {
    const id = reader.byte();
    sections.set(id, new Reader(reader.take(reader.u32())));
  }
  const section = <T>(id: number, read: (reader: Reader) => T): T[] => {
    const reader = sections.get(id);
    return reader ? reader.many(() => read(reader)) : [];
  };
  const types = section(TYPE, readType);
  const imports = sections.get(IMPORT);
  if (imports) refuseFunctions(imports);
  const typeOf = section(FUNCTION, (reader) => types[reader.u32()]!);
  return section(CODE, (reader) => new Reader(reader.take(reader.u32()))).map((body, i) => {
    const { signature, parameters } = typeOf[i]!;
    const locals = body.many(() => Array<number>(body.u32()).fill(body.byte())).flat();
    return {
      signature,
      locals: [...parameters, ...locals],
      code: readCode(new Reader(body.take(body.bytes.length - body.at))),
    };
  });
}
