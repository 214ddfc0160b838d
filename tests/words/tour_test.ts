/** src/README.md shows newcomers around; here its tables are compared with the tree. */
import { assert, assertEquals } from "@std/assert";
import { rootPath } from "../../src/project/root.ts";

/** The cells of the table below a heading of the tour, by row, without the header. */
async function rowsUnder(heading: string): Promise<string[][]> {
  const tour = await Deno.readTextFile(rootPath("src/README.md"));
  const section = tour.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|")).slice(2);
  return lines.map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** The text of a code span: "`src/`" is "src/". */
const spelt = (cell: string) => cell.replaceAll("`", "");

Deno.test("the tour answers twelve questions, and each file has the name that its answer gives", async () => {
  const rows = await rowsUnder("Twelve questions");
  assertEquals(rows.length, 12);
  for (const [question, file, name] of rows) {
    const text = await Deno.readTextFile(rootPath(spelt(file!)));
    assert(text.includes(spelt(name!)), `${question} ${file} lacks ${name}`);
  }
});

Deno.test("the tour passes through every room of src/", async () => {
  const rooms = (await rowsUnder("Rooms")).map(([room]) => spelt(room!));
  for await (const { name, isDirectory } of Deno.readDir(rootPath("src"))) {
    if (isDirectory) assert(rooms.includes(`${name}/`), `src/README.md does not name the room ${name}/`);
  }
});

Deno.test("the glossary explains every term once", async () => {
  const terms = (await rowsUnder("Glossary")).map(([term]) => term!);
  assert(terms.length > 0, "the glossary has terms");
  assertEquals(terms, [...new Set(terms)]);
});
