/** The committed module is what the sources compile to, and it is what the pool needs it to be. */
import { assertEquals, assertNotMatch } from "@std/assert";
import { compileKernels } from "../../src/backend/compile_kernels.ts";

Deno.test("deno task build:kernels reproduces the committed module byte for byte", async () => {
  const committed = await Deno.readFile(new URL("../../src/backend/kernels.wasm", import.meta.url));
  const { wasm, text } = await compileKernels();
  assertEquals(wasm, committed);
  assertNotMatch(text, /\(data /, "static data would overwrite the heap that the module shares");
  assertNotMatch(text, /relaxed/, "relaxed instructions differ from machine to machine");
});
