/**
 * What a data set is made of is said in src/datasets/ alone: elsewhere nothing knows 784 inputs, 28 rows, the scale 255
 * of a byte, 256 or ten classes. Numbers are searched in code, not in comments and texts; each place that may have one
 * is listed with the reason, and a place that has it no more must leave the list.
 */
import { assert, assertEquals } from "@std/assert";
import { rootPath } from "../../src/project/root.ts";

/** What is searched, by what it would mean. */
const SEARCHED: Readonly<Record<string, RegExp>> = {
  "inputs of MNIST": /(?<![\w.])784(?![\w.])/g,
  "rows of MNIST": /(?<![\w.])28(?![\w.])/g,
  "the scale of bytes": /(?<![\w.])255(?![\w.])/g,
  "classes that a byte can name": /(?<![\w.])256(?![\w.])/g,
  "ten classes": /classes?\b\W{1,4}10\b|% 10\b|slice\(0, 10\)|length: 10\b|\/ 9\b/gi,
  "images of one channel": /height\s*\*\s*[\w.]*width/g,
};

/** Rooms that know a scale by their nature. */
const ROOMS: Readonly<Record<string, string>> = {
  "datasets/": "it is the room that says so",
  "backend/devices/": "kernels take bytes as byte / 255; a network computes what `unitPixels()` says",
};

/** Files that have such a number for another reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  "backend/self_test.ts: the scale of bytes": "the expected values do not come from the code that is tested",
  "backend/self_test.ts: classes that a byte can name": "drawn bytes",
  "models/architecture.ts: classes that a byte can name":
    "pieces of a maxout unit: the largest is kept as a byte",
  "report/charts/series_chart.ts: rows of MNIST": "letters of a legend",
  "runs/receipt.ts: rows of MNIST": "the most bytes of a receipt, as a power of two",
  "stages/invariances/launch.ts: classes that a byte can name": "images in a batch",
  "stages/stage_error.ts: rows of MNIST": "the system's number of a full disk",
};

/** Code without comments and the words of texts. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/(?<!:)\/\/.*/g, "").replace(/SHA-256/g, "");
}

/** Everything that a text of code knows of data sets. */
function known(text: string): string[] {
  return Object.entries(SEARCHED).filter(([, pattern]) => code(text).match(pattern)).map(([what]) => what);
}

/** The TypeScript files below a folder of src/, by their paths from there. */
async function* sources(folder = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(rootPath(`src/${folder}`))) {
    if (isDirectory) yield* sources(`${folder}${name}/`);
    else if (name.endsWith(".ts")) yield `${folder}${name}`;
  }
}

Deno.test("nothing outside src/datasets/ and the kernels knows how large images are, or how many classes", async () => {
  const found: string[] = [];
  for await (const file of sources()) {
    if (Object.keys(ROOMS).some((room) => file.startsWith(room))) continue;
    known(await Deno.readTextFile(rootPath(`src/${file}`))).forEach((what) => found.push(`${file}: ${what}`));
  }
  assertEquals(found.sort(), Object.keys(ALLOWED).sort());
});

Deno.test("the search finds each number where it would stand, and not in comments, texts and longer numbers", () => {
  const planted: Readonly<Record<string, string>> = {
    "inputs of MNIST": "const rows = pixels.length / 784;",
    "rows of MNIST": "draw({ height: 28 })",
    "the scale of bytes": "return byte / 255;",
    "classes that a byte can name": "new Array(256)",
    "ten classes": "make({ classes: 10 })",
    "images of one channel": "const size = images.height * images.width;",
  };
  for (const [what, line] of Object.entries(planted)) {
    assertEquals(known(line), [what]);
    assertEquals(known(`/** ${line} */\n// ${line}\n`), []);
  }
  for (const line of ["label % 10", "counts.slice(0, 10)", "Array.from({ length: 10 })", "chance = 1 / 9;"]) {
    assertEquals(known(line), ["ten classes"], line);
  }
  assert(known('const a = [1255, 0.784, "28", 2.56, 28_000];').length === 0);
});
