import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { classicScript, pageScript, typefaceRules } from "../../../src/report/formats/page/assets.ts";

Deno.test("a module of the interpreter's form becomes a constant of a classic script", () => {
  const script = classicScript(
    "import { a, b } from 'vega-util';\nconst expression = () => a + b;\nexport { expression as expressionInterpreter };",
  );
  const value = new Function(`const vega = { a: 2, b: 3 };\n${script}\nreturn expressionInterpreter();`)();
  assertEquals(value, 5);
});

Deno.test("a module of another form is refused, so that an update cannot break the page silently", () => {
  assertThrows(() => classicScript("export default 1;"), SyntaxError, "Cannot use vega-interpreter");
});

Deno.test("the page's script cannot end its element and is one that parses", async () => {
  const script = await pageScript();
  assertEquals(script.includes("</script"), false);
  new Function(script);
});

Deno.test("the typeface comes with Latin and Greek letters, as data", async () => {
  const rules = await typefaceRules();
  assertEquals(rules.split("@font-face").length - 1, 2);
  assertMatch(rules, /url\(data:font\/woff2;base64,d09GM/);
});
