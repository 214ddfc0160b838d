/** A kind of layer that is added to a copy of this project, as its file and its line in the list, changes no key. */
import { assert, assertEquals } from "@std/assert";
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { programPlans } from "./program_plans.ts";
import { temporaryFolder } from "./support.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What planning needs of the project. */
const NEEDED = ["deno.json", "deno.lock", "data", "src", "tests"];
const LAYERS = "src/backend/networks/layers";

/** The text of a file after replacements, each of which must find its place. */
async function edit(path: string, replacements: readonly (readonly [string, string])[]): Promise<void> {
  let text = await Deno.readTextFile(path);
  for (const [from, to] of replacements) {
    assert(text.includes(from), `${path} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  await Deno.writeTextFile(path, text);
}

/** The keys that a project plans, and the kinds of layers that it knows. */
async function planned(root: string): Promise<{ readonly keys: string[]; readonly layers: string[] }> {
  const script = `
    const { LAYERS } = await import("./${LAYERS}/mod.ts");
    const { programPlans } = await import("./tests/runs/program_plans.ts");
    console.log(JSON.stringify({ keys: programPlans().map(({ key }) => key), layers: Object.keys(LAYERS) }));
  `;
  await Deno.writeTextFile(`${root}/plan.ts`, script);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", "--quiet", "plan.ts"],
    cwd: root,
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("a kind of layer that is added changes no key of smoke, quick and standard", async () => {
  await using folder = await temporaryFolder();
  const root = `${folder.path}/copy`;
  const filter = (path: string) => !path.startsWith(`${ROOT}data/cache`);
  for (const path of NEEDED) await cp(`${ROOT}${path}`, `${root}/${path}`, { recursive: true, filter });
  await Deno.copyFile(`${ROOT}tests/backend/networks/relu_layer.ts`, `${root}/${LAYERS}/relu.ts`);
  await edit(`${root}/${LAYERS}/relu.ts`, [["../../../src/backend/", "../../"]]);
  await edit(`${root}/${LAYERS}/mod.ts`, [
    ['import { rbf } from "./rbf.ts";', 'import { rbf } from "./rbf.ts";\nimport { relu } from "./relu.ts";'],
    ["maxout, rbf }", "maxout, rbf, relu }"],
  ]);
  const { keys, layers } = await planned(root);
  assertEquals(layers, ["activated", "linear", "maxout", "rbf", "relu"]);
  assertEquals(keys, programPlans().map(({ key }) => key));
});
