/**
 * What the page carries from packages, so that it requests nothing: Vega with its interpreter of expressions, which
 * bring a figure to life without `eval`, and the typeface whose widths `font_widths.json` holds. The packages are
 * read where Deno keeps them, as the lock file has them; the page's bytes follow from it.
 */
import { fileURLToPath } from "node:url";
import ranges from "@fontsource-variable/inter/unicode.json" with { type: "json" };
import live from "./live.js" with { type: "text" };

/** Alphabets that the report's texts use: Latin, and Greek for ε and η. */
const ALPHABETS = ["latin", "greek"] as const;

const VEGA = new URL("vega.min.js", import.meta.resolve("vega"));
const INTERPRETER = new URL(import.meta.resolve("vega-interpreter"));
const TYPEFACE = ALPHABETS.map((alphabet) =>
  new URL(
    `files/inter-${alphabet}-wght-normal.woff2`,
    import.meta.resolve("@fontsource-variable/inter/unicode.json"),
  )
);

/** Paths of the files that drawing a page reads. */
export const ASSET_PATHS: readonly string[] = [VEGA, INTERPRETER, ...TYPEFACE].map((url) =>
  fileURLToPath(url)
);

/** The page's one script. */
export async function pageScript(): Promise<string> {
  const vega = await Deno.readTextFile(VEGA);
  const interpreter = classicScript(await Deno.readTextFile(INTERPRETER));
  return `${vega}\n${interpreter}\n(() => {\n${live}})();\n`.replaceAll("</script", "<\\/script");
}

/** Style rules that give the page its typeface. */
export async function typefaceRules(): Promise<string> {
  const rules = await Promise.all(TYPEFACE.map(async (url, k) => {
    const data = (await Deno.readFile(url)).toBase64();
    return `@font-face{font-family:Inter;font-weight:100 900;font-display:block;` +
      `src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${ranges[ALPHABETS[k]!]}}`;
  }));
  return rules.join("\n");
}

/**
 * The interpreter's module as part of a script that has no modules: what it imports comes from `vega`, and its one
 * export becomes a constant.
 *
 * @throws {SyntaxError} when the module does not have that form
 */
export function classicScript(module: string): string {
  const form =
    /^import \{ ([\w, ]+) \} from 'vega-util';\n([\s\S]*)\nexport \{ expression as expressionInterpreter \};/
      .exec(module);
  if (!form) {
    throw new SyntaxError("Cannot use vega-interpreter: its imports and exports are not the known ones");
  }
  return `const expressionInterpreter = (() => {\n"use strict";\nconst { ${form[1]} } = vega;\n${
    form[2]
  }\nreturn expression;\n})();`;
}
