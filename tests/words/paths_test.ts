/** Texts name files of the project; here each of them is looked for. */
import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { rootPath } from "../../src/project/root.ts";

const TEXTS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "data/README.md",
  "reports/README.md",
  "src/README.md",
  "src/backend/README.md",
];

/** A path with a folder and a suffix; "report.html" alone may be anywhere, and reports/local/ is made by commands. */
const PATH = /^(?!reports\/local\/|mnist\/)[\w.-]+(\/[\w.-]+)*\/[\w.-]+\.(ts|js|sh|md|csv|json|html|wasm)$/;

/** The paths in code spans and links of a text, outside of its blocks of code. */
function pathsIn(text: string): string[] {
  const prose = text.replace(/^```[^]*?^```/gm, "");
  const spans = prose.matchAll(/`([^`\n]+)`|\]\(([^)#\s]+)/g).map(([, span, link]) => span ?? link!);
  return spans.filter((found) => PATH.test(found)).toArray();
}

const exists = (path: string) => Deno.stat(rootPath(path)).then(() => true, () => false);

for (const file of TEXTS) {
  Deno.test(`every file that ${file} names exists`, async () => {
    const missing = [];
    for (const path of pathsIn(await Deno.readTextFile(rootPath(file)))) {
      if (!await exists(path) && !await exists(`${dirname(file)}/${path}`)) missing.push(path);
    }
    assertEquals(missing, []);
  });

  Deno.test(`no code span of ${file} is broken over two lines`, async () => {
    const prose = (await Deno.readTextFile(rootPath(file))).replace(/^```[^]*?^```/gm, "");
    const broken = prose.split(/\n\n/).filter((paragraph) =>
      paragraph.split("\n").some((line) => (line.match(/`/g) ?? []).length % 2 === 1)
    );
    assertEquals(broken, []);
  });
}
