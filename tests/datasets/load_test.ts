import { assertEquals, assertRejects } from "@std/assert";
import { gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxLabels } from "../../src/datasets/idx.ts";
import { loadDataset } from "../../src/datasets/load.ts";
import { readManifest } from "../../src/datasets/manifest.ts";
import { provideDataset } from "../../src/datasets/provide.ts";
import { DataError } from "../../src/errors.ts";
import { temporaryFolder, tinyManifest, writeTiny } from "./support.ts";

const MNIST = { kind: "mnist" } as const;

async function provideTiny(folder: string) {
  await writeTiny(`${folder}/mnist`);
  const manifest = await tinyManifest("http://127.0.0.1:1");
  return await provideDataset({
    source: MNIST,
    dataDir: folder,
    cacheDir: folder,
    manifest,
    offline: true,
  });
}

Deno.test("loadDataset() gives pixels and labels of both splits", async () => {
  await using folder = await temporaryFolder();
  const { name, train, test } = await loadDataset(await provideTiny(folder.path));
  assertEquals([name, train.count, train.height, train.width, test.count], ["mnist", 3, 2, 2, 2]);
  assertEquals(train.pixels, Uint8Array.from({ length: 12 }, (_, i) => i));
  assertEquals(test.labels, new Uint8Array([7, 3]));
});

Deno.test("loadDataset() refuses a file that changed since it was provided", async () => {
  await using folder = await temporaryFolder();
  const files = await provideTiny(folder.path);
  const other = await gzip(encodeIdxLabels(new Uint8Array([3, 7, 7])));
  await Deno.writeFile(`${files.folder}/train-labels-idx1-ubyte.gz`, other);
  await assertRejects(() => loadDataset(files), DataError, "it changed since it was checked");
});

Deno.test("loadDataset() refuses a file that is gone", async () => {
  await using folder = await temporaryFolder();
  const files = await provideTiny(folder.path);
  await Deno.remove(`${files.folder}/train-labels-idx1-ubyte.gz`);
  await assertRejects(() => loadDataset(files), DataError, "Cannot find");
});

const dataDir = Deno.env.get("HARNESSING_DATA");

Deno.test({
  name: "real MNIST (HARNESSING_DATA) has the bytes of the committed manifest and the known counts",
  ignore: dataDir === undefined,
  fn: async () => {
    const manifest = await readManifest(new URL("../../data/mnist.json", import.meta.url).pathname);
    const files = await provideDataset({
      dataDir,
      cacheDir: "unused",
      manifest,
      offline: true,
      source: MNIST,
    });
    const { train, test } = await loadDataset(files);
    assertEquals([train.count, test.count, train.height, train.width], [60000, 10000, 28, 28]);
    assertEquals([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assertEquals(test.labels.filter((label) => label === 3 || label === 7).length, 1010 + 1028);
    assertEquals(train.pixels.reduce((sum, pixel) => sum + pixel, 0), 1567298545);
  },
});
