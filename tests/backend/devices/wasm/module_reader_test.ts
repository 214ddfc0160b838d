/** The reader of WebAssembly modules, on modules assembled by hand. */
import { assertEquals, assertThrows } from "@std/assert";
import { readFunctions } from "../../../../src/backend/devices/wasm/module_reader.ts";

const I32 = 0x7f, V128 = 0x7b;
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
/** One function of the type (i32) → i32 with these locals and this code. */
const moduleOf = (code: number[], locals = [0], ...before: number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...[...HEADER, ...section(1, 1, 0x60, 1, I32, 1, I32), ...before, ...section(3, 1, 0)],
    ...section(10, 1, locals.length + code.length, ...locals, ...code),
  ]);
const GET_0 = [0x20, 0];
const END = 0x0b;

Deno.test("a function has its signature, its parameters and locals, and its instructions", () => {
  const locals = [2, 3, I32, 1, V128];
  const code = [
    ...GET_0,
    0x41,
    0x7b,
    0x6a,
    0x41,
    0x80,
    0x80,
    0x04,
    0x6a,
    0xfd,
    0x0c,
    ...Array(16).fill(9),
    0x1a,
    END,
  ];
  const wasm = moduleOf(code, locals);
  assertEquals(WebAssembly.validate(wasm), true);
  const [read] = readFunctions(wasm);
  assertEquals([...read!.signature], [0x60, 1, I32, 1, I32]);
  assertEquals(read!.locals, [I32, I32, I32, I32, V128]);
  assertEquals(read!.code.map(({ op, operands }) => [op, ...operands]), [
    [0x20, 0],
    [0x41, -5],
    [0x6a],
    [0x41, 65536],
    [0x6a],
    [0xfd00c],
    [0x1a],
    [END],
  ]);
  assertEquals(read!.code.flatMap(({ bytes }) => [...bytes]), code);
});

Deno.test("branches and calls have their labels and functions", () => {
  const code = [0x02, 0x40, 0x02, 0x40, ...GET_0, 0x0e, 2, 0, 1, 1, END, END, ...GET_0, 0x10, 0, END];
  assertEquals(WebAssembly.validate(moduleOf(code)), true);
  const found = readFunctions(moduleOf(code))[0]!.code.map(({ op, operands }) => [op, ...operands]);
  assertEquals(found, [[0x02], [0x02], [0x20, 0], [0x0e, 0, 1, 1], [END], [END], [0x20, 0], [0x10, 0], [
    END,
  ]]);
});

Deno.test("what kernels have not is refused", () => {
  const imported = section(2, 1, 1, 0x61, 1, 0x62, 0, 0); // the function a.b
  const refused: [string, Uint8Array][] = [
    ["it imports a.b", moduleOf([...GET_0, END], [0], ...imported)],
    ["found the opcode 0x23", moduleOf([0x23, 0, END])], // global.get
    ["found the opcode 0x11", moduleOf([...GET_0, 0x11, 0, 0, END])], // call_indirect
    ["found the opcode 0xfd105", moduleOf([0xfd, 0x85, 0x02, END])], // relaxed SIMD
    ["found the opcode 0x2", moduleOf([0x02, 0, END, END])], // a block with parameters
    ["it ends too early", moduleOf([0x20])],
    ["it is not WebAssembly 1", Uint8Array.from([...HEADER.slice(0, 4), 2, 0, 0, 0])],
  ];
  for (const [message, wasm] of refused) assertThrows(() => readFunctions(wasm), SyntaxError, message);
});
