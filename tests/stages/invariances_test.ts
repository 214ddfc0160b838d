import { assert, assertEquals } from "@std/assert";
import { evaluationDigest, rehearsalData, rehearse } from "../../src/runs/invariance_probe.ts";
import { invariancesOf } from "../../src/stages/invariances/launch.ts";
import { PROGRAM } from "../../src/project/program.ts";
import { temporaryFolder } from "../runs/support.ts";
import { withEngine } from "../support/engine.ts";

Deno.test("the program finds that nothing depends on how it computes, and remembers it", async () => {
  await using store = await temporaryFolder();
  const { signal } = new AbortController();
  assertEquals(await invariancesOf(PROGRAM, store.path, signal, true), []);
  const found = await invariancesOf(PROGRAM, store.path, signal, false);
  assertEquals(found.length, 6);
  for (const { name, holds } of found) assert(holds, name);
  assertEquals(await invariancesOf(PROGRAM, store.path, signal, true), found);
});

Deno.test("the digests of a rehearsal show the smallest change", async () => {
  await withEngine(async (engine) => {
    const data = rehearsalData();
    const found = await rehearse(engine, data);
    const digest = evaluationDigest(engine, found, data, 100);
    const bias = found.parameters["y/b"]!.slice();
    new Int32Array(bias.buffer)[0]! += 1;
    const other = { ...found, parameters: { ...found.parameters, "y/b": bias } };
    assert(evaluationDigest(engine, other, data, 100) !== digest);
    data.train.pixels[5 * 784 + 300]! ^= 1;
    assert((await rehearse(engine, data)).chainHead !== found.chainHead);
  });
});
