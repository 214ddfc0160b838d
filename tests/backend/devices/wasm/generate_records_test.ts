/** What is generated for the kernels from the description of the records. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { kernelFunctions, recordsSource } from "../../../../src/backend/devices/wasm/generate_records.ts";

const RECORDS = {
  end: {},
  first: { rows: "cell i32", kind: "enum gradient", columns: "count", input: "in? f32", pitch: "pitch" },
  secondOne: { output: "out u8" },
} as const;
const FIRST = "export function first(pc: usize): void {}";
const SECOND = "/* @inline */ export function secondOne(pc: usize, control: usize, thread: i32): void {}";

Deno.test("a record's class has a word for each operand, in their order, and addresses without a sign", () => {
  const source = recordsSource(RECORDS);
  assertStringIncludes(
    source,
    "class First {\n  opcode: i32;\n  rows: usize;\n  kind: i32;\n  columns: i32;\n  input: usize;\n  pitch: usize;\n}",
  );
  assertStringIncludes(source, "export const OP_SECOND_ONE: i32 = 2;");
});

Deno.test("every word of a list is a constant that has its place", () => {
  for (const [word, place] of [["GRADIENT_EXACT", 0], ["GRADIENT_FLOAT32", 2], ["LAYOUT_TN", 1]] as const) {
    assertStringIncludes(recordsSource({}), `export const ${word}: i32 = ${place};`);
  }
});

Deno.test("the kernels' functions are found in their files, and get what they ask for", () => {
  assertEquals(
    kernelFunctions(RECORDS, { "b.ts": SECOND, "a.ts": `${FIRST}\n${FIRST.replace("first", "helper")}` }),
    [
      { name: "first", module: "a", parameters: "pc" },
      { name: "secondOne", module: "b", parameters: "pc, control, thread" },
    ],
  );
});

Deno.test("a record without a function, or with two, is an error that names it", () => {
  for (
    const [sources, found] of [[{ "a.ts": FIRST }, 0], [
      { "a.ts": FIRST, "b.ts": SECOND, "c.ts": SECOND },
      2,
    ]] as const
  ) {
    assertThrows(
      () => kernelFunctions(RECORDS, sources),
      SyntaxError,
      `Cannot compile the kernel secondOne: found ${found} functions`,
    );
  }
});
