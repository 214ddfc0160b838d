import { assertEquals } from "@std/assert";
import { rootPath } from "../../../src/project/root.ts";

/** Every source file of the experiments but the paper's settings, by path from the folder. */
async function sources(folder = ""): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(rootPath(`src/experiments/${folder}`)));
  const found = entries.map(({ name, isDirectory }) =>
    isDirectory ? sources(`${folder}${name}/`) : [`${folder}${name}`]
  );
  return (await Promise.all(found)).flat().filter((path) => path !== "recipes/paper.ts");
}

Deno.test("the paper's ε of .25 is spelt in recipes/paper.ts alone", async () => {
  const spelt: string[] = [];
  for (const path of await sources()) {
    const lines = (await Deno.readTextFile(rootPath(`src/experiments/${path}`))).split("\n");
    const code = lines.filter((line) => !/^\s*(\/?\*|\/\/)/.test(line));
    if (code.some((line) => /(?<![\d.])0?\.25\b/.test(line))) spelt.push(path);
  }
  assertEquals(spelt, ["eight_bits.ts"], "which has a quarter of a level of 8 bits");
});
