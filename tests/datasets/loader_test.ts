import { assert, assertEquals, assertRejects } from "@std/assert";
import { datasetLoader } from "../../src/datasets/loader.ts";
import { provideDataset } from "../../src/datasets/provide.ts";
import { DataError } from "../../src/errors.ts";
import { deadAddress, temporaryFolder, tinyManifest } from "./support.ts";

Deno.test("a loader loads each of its data sets when it is first asked for, once, and no other", async () => {
  await using folder = await temporaryFolder();
  const glyphs = async (train: number) =>
    await provideDataset({
      source: { kind: "glyphs", counts: { train, test: 10 } },
      ...{ cacheDir: folder.path, manifest: await tinyManifest(deadAddress()), offline: true },
    });
  const [few, more, unknown] = [await glyphs(20), await glyphs(30), await glyphs(40)];
  const load = datasetLoader([few, more]);
  assertEquals((await load(few.digests)).train.count, 20);
  const [one, other] = await Promise.all([load(more.digests), load({ ...more.digests })]);
  assertEquals(one!.train.count, 30);
  assert(one === other);
  await Deno.remove(few.folder, { recursive: true });
  assertEquals((await load(few.digests)).train.count, 20); // it is in memory
  await assertRejects(() => load(unknown.digests), DataError, "expected one of glyphs, glyphs");
  await Deno.remove(unknown.folder, { recursive: true });
  const late = datasetLoader([unknown, more]); // nothing is read yet
  await assertRejects(() => late(unknown.digests), DataError, "Cannot find");
  assertEquals((await late(more.digests)).train.count, 30);
});
