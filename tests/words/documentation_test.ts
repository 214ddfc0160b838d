import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";

/** Types of tfjs that our signatures name; they are documented by tfjs. */
const FOREIGN = /references private type '(Tensor|Tensor1D|Tensor2D|Scalar)'/;

Deno.test("every public symbol has a doc comment, and its signature names public types only", async () => {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", fileURLToPath(new URL("../../mod.ts", import.meta.url))],
    env: { NO_COLOR: "1" },
  }).output();
  const complaints = new TextDecoder().decode(stderr).matchAll(/^error\[.*\n.*$/gm).map(([text]) => text)
    .toArray();
  assert(complaints.length > 0, "the linter complains about the types of tfjs, or it did not run");
  assertEquals(complaints.filter((text) => !FOREIGN.test(text)), []);
});
