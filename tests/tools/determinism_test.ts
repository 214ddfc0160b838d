import { assertEquals } from "@std/assert";
import plugin from "../../tools/lint/determinism.ts";

function messages(source: string, file = "src/a.ts"): string[] {
  return Deno.lint.runPlugin(plugin, file, source).map(({ id }) => id);
}

Deno.test("the lint plugin finds engine-defined mathematics in src/", () => {
  for (
    const call of ["Math.exp(1)", "Math.random()", "Math.pow(2, 3)", 'Math["sin"](1)', "Math[f](1)", "3 ** x"]
  ) {
    assertEquals(messages(`const y = ${call};`, "/x/src/a.ts"), ["determinism/no-engine-math"], call);
  }
});

Deno.test("the lint plugin finds clocks and ambient randomness in src/", () => {
  for (
    const call of [
      "Date.now()",
      "new Date()",
      "performance.now()",
      "crypto.getRandomValues(a)",
      "crypto.randomUUID()",
      "tf.randomNormal([2])",
      "tf.dropout(x, .5)",
    ]
  ) {
    assertEquals(messages(`const y = ${call};`, "/x/src/a.ts"), ["determinism/no-ambient"], call);
  }
});

Deno.test("the lint plugin lets exact mathematics and other folders be", () => {
  assertEquals(
    messages("const y = Math.sqrt(2) + Math.floor(1.5) + 2 ** 24 + new Date(0).getTime();", "/x/src/a.ts"),
    [],
  );
  assertEquals(messages("const y = Math.exp(Date.now());", "/x/tests/a.ts"), []);
});
