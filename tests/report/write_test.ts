import { assertEquals } from "@std/assert";
import { buildReport } from "../../src/report/build.ts";
import { writeReport } from "../../src/report/write.ts";
import { EMPTY, FIXTURE } from "./fixture/report.ts";

async function filesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) {
      names.push(...(await filesIn(`${folder}/${entry.name}`)).map((name) => `${entry.name}/${name}`));
    } else names.push(entry.name);
  }
  return names.sort();
}

Deno.test("writeReport() writes what is built, and takes away figures that are no longer drawn but nothing else", async () => {
  const root = await Deno.makeTempDir();
  try {
    const folder = `${root}/quick`;
    assertEquals(await writeReport(FIXTURE, folder), { path: `${folder}/report.html`, undrawn: [] });
    const { files: built } = await buildReport(FIXTURE);
    assertEquals(await filesIn(folder), [...built.keys()].sort());
    for (const [path, text] of built) assertEquals(await Deno.readTextFile(`${folder}/${path}`), text);

    await Deno.writeTextFile(`${folder}/figures/mine.svg`, "mine");
    await writeReport(EMPTY, folder);
    assertEquals((await filesIn(folder)).filter((name) => name.startsWith("figures/")), ["figures/mine.svg"]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
