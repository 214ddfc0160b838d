/** CONTRIBUTING.md shows how to add a claim; here it is done, to the letter, in a copy of the project. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { rootPath } from "../../src/project/root.ts";
import { checkout, reproduce } from "../commands/support.ts";

Deno.test("the example of CONTRIBUTING.md, a row and a file, adds a claim that is measured", async () => {
  const text = await Deno.readTextFile(rootPath("CONTRIBUTING.md"));
  const row = /```csv\n([^`]+)```/.exec(text)?.[1];
  const [, path, file] = /```ts (\S+)\n([^`]+)```/.exec(text) ?? [];
  assert(row !== undefined && path !== undefined && file !== undefined);
  await using place = await checkout();
  await Deno.writeTextFile(`${place.root}/data/claims.csv`, row, { append: true });
  await Deno.writeTextFile(`${place.root}/${path}`, file);
  const result = await reproduce(place, ["--profile", "smoke", "--claims", "H999", "--json"]);
  const { claims, runs } = JSON.parse(result.stdout);
  assertEquals(claims.map(({ id }: { id: string }) => id), ["H999"]);
  assertEquals(claims[0].perSeed.length, 2);
  assert(claims[0].mean > 10, `the error grows by ${claims[0].mean} points`);
  assertEquals(runs.length, 2);
});

Deno.test("the list of fields in CONTRIBUTING.md is the example's row", async () => {
  const text = await Deno.readTextFile(rootPath("CONTRIBUTING.md"));
  const header = (await Deno.readTextFile(rootPath("data/claims.csv"))).split("\n")[0]!;
  const line = /```csv\n([^`]+)```/.exec(text)![1]!;
  const [row] = parse(`${header}\n${line}`, { skipFirstRow: true });
  const given = Object.entries(row!).filter(([, value]) => value !== "");
  const listed = text.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm).map(([, field, value]) => [field, value])
    .toArray();
  assertEquals(listed, given);
});

Deno.test("the attack that CONTRIBUTING.md declares is one that an experiment declares", async () => {
  const text = await Deno.readTextFile(rootPath("CONTRIBUTING.md"));
  const declaration = /```ts\n(attacks: [^`]+)\n```/.exec(text)![1]!;
  assertStringIncludes(
    await Deno.readTextFile(rootPath("src/experiments/shared_perturbations.ts")),
    declaration,
  );
});
