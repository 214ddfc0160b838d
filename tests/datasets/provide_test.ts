import { assert, assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxImages, encodeIdxLabels } from "../../src/datasets/idx.ts";
import { IDX_NAMES } from "../../src/datasets/idx_names.ts";
import { loadDataset } from "../../src/datasets/load.ts";
import { provideDataset, type ProvideOptions } from "../../src/datasets/provide.ts";
import type { DatasetSource } from "../../src/datasets/source.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { DataError, InterruptedError } from "../../src/errors.ts";
import {
  deadAddress,
  list,
  serve,
  serveTiny,
  temporaryFolder,
  TINY,
  tinyManifest,
  writeTiny,
} from "./support.ts";

const COUNTS = { train: 20, test: 10 };
const GLYPHS: DatasetSource = { kind: "glyphs", counts: COUNTS };
const MNIST: DatasetSource = { kind: "mnist" };
const STOOD_IN: DatasetSource = { kind: "mnist", standIn: COUNTS };

/** Options with a cache below `folder` and one mirror, at which nobody listens unless given. */
async function options(
  folder: string,
  changes: Partial<ProvideOptions> = {},
  base = deadAddress(),
): Promise<ProvideOptions> {
  return {
    cacheDir: `${folder}/cache`,
    manifest: await tinyManifest(base),
    source: STOOD_IN,
    offline: false,
    sleep: () => Promise.resolve(),
    ...changes,
  };
}

Deno.test("provideDataset() downloads MNIST once and finds it in the cache afterwards", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  const asked = await options(folder.path, {}, mirror.base);
  const first = await provideDataset(asked);
  assertEquals([first.name, first.origin, first.notices], ["mnist", "download", []]);
  assertEquals(first.folder, `${folder.path}/cache/mnist`);
  assertEquals(first.digests["train-images"], sha256(TINY["train-images"]));
  const second = await provideDataset({ ...asked, offline: true });
  assertEquals(second, { ...first, origin: "cache" });
  assertEquals(mirror.requests.length, 4);
});

Deno.test("provideDataset() fetches only the files that the cache lacks", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  await writeTiny(`${folder.path}/cache/mnist`);
  await Deno.remove(`${folder.path}/cache/mnist/t10k-labels-idx1-ubyte.gz`);
  await provideDataset(await options(folder.path, {}, mirror.base));
  assertEquals(mirror.requests, ["/t10k-labels-idx1-ubyte.gz"]);
});

Deno.test("provideDataset() uses the data directory without touching cache or network", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(`${folder.path}/data/mnist`);
  const files = await provideDataset(await options(folder.path, { dataDir: `${folder.path}/data` }));
  assertEquals([files.origin, files.folder], ["data-dir", `${folder.path}/data/mnist`]);
  assertEquals(list(folder.path), ["data"]);
});

Deno.test("provideDataset() refuses a mistyped data directory with exit code 3", async () => {
  await using folder = await temporaryFolder();
  for (const source of [STOOD_IN, MNIST]) {
    const asked = await options(folder.path, { source, dataDir: `${folder.path}/dta` });
    const error = await assertRejects(() => provideDataset(asked), DataError, "dta: it is not a folder");
    assertEquals(error.exitCode, 3);
    assertStringIncludes(error.message, "mnist/*-ubyte.gz");
  }
});

Deno.test("provideDataset() refuses a data directory that lacks a file, naming it", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(`${folder.path}/mnist`);
  await Deno.remove(`${folder.path}/mnist/t10k-images-idx3-ubyte.gz`);
  const asked = await options(folder.path, { dataDir: folder.path });
  await assertRejects(() => provideDataset(asked), DataError, "there is no mnist/t10k-images-idx3-ubyte.gz");
});

Deno.test("provideDataset() names file and both digests when the data directory holds another file", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(`${folder.path}/mnist`);
  const other = encodeIdxLabels(new Uint8Array([1, 2, 3]));
  await Deno.writeFile(`${folder.path}/mnist/train-labels-idx1-ubyte.gz`, await gzip(other));
  const asked = await options(folder.path, { dataDir: folder.path });
  const error = await assertRejects(
    () => provideDataset(asked),
    DataError,
    "mnist/train-labels-idx1-ubyte.gz: SHA-256",
  );
  assertStringIncludes(error.message, sha256(other));
  assertStringIncludes(error.message, sha256(TINY["train-labels"]));
});

Deno.test("provideDataset() refuses a truncated file and a bomb in the data directory", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/mnist/train-images-idx3-ubyte.gz`;
  const asked = await options(folder.path, { dataDir: folder.path });
  await writeTiny(`${folder.path}/mnist`);
  await Deno.truncate(path, 30);
  await assertRejects(
    () => provideDataset(asked),
    DataError,
    "train-images-idx3-ubyte.gz: the gzip data is truncated",
  );
  await Deno.writeFile(path, await gzip(new Uint8Array(2 ** 20)));
  await assertRejects(() => provideDataset(asked), DataError, "it holds more than 28 bytes");
});

Deno.test("provideDataset() downloads a damaged file of its own cache again and says so", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  await writeTiny(`${folder.path}/cache/mnist`);
  await Deno.truncate(`${folder.path}/cache/mnist/train-images-idx3-ubyte.gz`, 30);
  const files = await provideDataset(await options(folder.path, {}, mirror.base));
  assertEquals([files.origin, files.notices.length, mirror.requests.length], ["download", 1, 1]);
  assertEquals((await loadDataset(files)).train.count, 3);
});

Deno.test("provideDataset() does not replace a damaged cache by glyphs", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/cache/mnist/train-images-idx3-ubyte.gz`;
  await writeTiny(`${folder.path}/cache/mnist`);
  await Deno.truncate(path, 30);
  for (const offline of [true, false]) {
    const asked = await options(folder.path, { offline });
    await assertRejects(() => provideDataset(asked), DataError, "train-images-idx3-ubyte.gz");
    assertEquals((await Deno.stat(path)).size, 30);
  }
});

Deno.test("provideDataset() draws glyphs with a notice when nothing was asked for and MNIST cannot be had", async () => {
  for (const offline of [true, false]) {
    await using folder = await temporaryFolder();
    const files = await provideDataset(await options(folder.path, { offline }));
    assertEquals([files.name, files.origin, files.notices.length], ["glyphs", "drawn", 1]);
    assertStringIncludes(files.notices[0]!, "deno task data");
    assertStringIncludes(files.notices[0]!, "HARNESSING_DATA");
  }
});

Deno.test("provideDataset() never replaces MNIST by glyphs when MNIST was asked for", async () => {
  await using folder = await temporaryFolder();
  for (const offline of [true, false]) {
    const asked = await options(folder.path, { source: MNIST, offline });
    const error = await assertRejects(() => provideDataset(asked), DataError);
    assertEquals(error.exitCode, 3);
  }
});

Deno.test("provideDataset() offline asks no mirror", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  await provideDataset(await options(folder.path, { offline: true }, mirror.base));
  assertEquals(mirror.requests, []);
});

Deno.test("provideDataset() draws glyphs once, checks them on use and draws damaged ones again", async () => {
  await using folder = await temporaryFolder();
  const asked = await options(folder.path, { source: GLYPHS });
  const drawn = await provideDataset(asked);
  assertEquals([drawn.name, drawn.origin, drawn.notices], ["glyphs", "drawn", []]);
  assertEquals(await provideDataset(asked), { ...drawn, origin: "cache" });
  for (const name of list(drawn.folder)) {
    await Deno.truncate(`${drawn.folder}/${name}`, 20);
    assertEquals(await provideDataset(asked), drawn);
  }
  assertEquals(list(`${folder.path}/cache`).length, 1);
  const { train, test } = await loadDataset(drawn);
  assertEquals([train.count, test.count, train.height, train.width], [20, 10, 28, 28]);
});

Deno.test("provideDataset() lets two processes draw the same glyphs at the same time", async () => {
  await using folder = await temporaryFolder();
  const asked = await options(folder.path, { source: GLYPHS });
  const [one, two] = await Promise.all([provideDataset(asked), provideDataset(asked)]);
  assertEquals(one!.digests, two!.digests);
  assertEquals(list(`${folder.path}/cache`).length, 1);
});

Deno.test("provideDataset() keeps glyphs of other sizes apart, with the same first examples", async () => {
  await using folder = await temporaryFolder();
  const small = await provideDataset(await options(folder.path, { source: GLYPHS }));
  const large = await provideDataset(
    await options(folder.path, { source: { kind: "glyphs", counts: { train: 30, test: 10 } } }),
  );
  assertNotEquals(small.folder, large.folder);
  assertEquals(small.digests["test-images"], large.digests["test-images"]);
  const [a, b] = [await loadDataset(small), await loadDataset(large)];
  assertEquals(b.train.pixels.slice(0, 20 * 784), a.train.pixels.slice());
});

Deno.test("provideDataset() interrupted while drawing or downloading leaves nothing", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serve(() =>
    new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) }))
  );
  const signal = AbortSignal.abort();
  const drawing = await options(folder.path, { source: GLYPHS, signal });
  await assertRejects(() => provideDataset(drawing), InterruptedError);
  const downloading = await options(folder.path, { signal }, mirror.base);
  await assertRejects(() => provideDataset(downloading), InterruptedError);
  assertEquals(list(`${folder.path}/cache`), ["mnist"]);
  assertEquals(list(`${folder.path}/cache/mnist`), []);
});

Deno.test("provideDataset() takes a folder of IDX files, plain or gzipped, of any size", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(folder.path);
  await Deno.remove(`${folder.path}/${IDX_NAMES["train-images"]}.gz`);
  await Deno.writeFile(`${folder.path}/${IDX_NAMES["train-images"]}`, TINY["train-images"]);
  const files = await provideDataset(
    await options(folder.path, { source: { kind: "idx", folder: folder.path }, offline: true }),
  );
  assertEquals([files.name, files.origin, files.folder], [`idx:${folder.path}`, "folder", folder.path]);
  assertEquals((await loadDataset(files)).train.pixels, TINY["train-images"].slice(16));
});

Deno.test("provideDataset() refuses an IDX folder that is missing, incomplete or inconsistent", async () => {
  await using folder = await temporaryFolder();
  const asked = async (path: string) => await options(folder.path, { source: { kind: "idx", folder: path } });
  const refuses = async (path: string, reason: string) => {
    const wanted = await asked(path);
    await assertRejects(() => provideDataset(wanted), DataError, reason);
  };
  await refuses(`${folder.path}/none`, "it is not a folder");
  await refuses(folder.path, "there is neither train-images-idx3-ubyte.gz nor train-images-idx3-ubyte");
  await writeTiny(folder.path);
  await Deno.writeFile(
    `${folder.path}/${IDX_NAMES["test-labels"]}.gz`,
    await gzip(encodeIdxLabels(new Uint8Array(5))),
  );
  await refuses(folder.path, "it has 5 labels, expected 2");
  await writeTiny(folder.path);
  const wide = encodeIdxImages({ count: 2, height: 2, width: 3, pixels: new Uint8Array(12) });
  await Deno.writeFile(`${folder.path}/${IDX_NAMES["test-images"]}.gz`, await gzip(wide));
  await refuses(folder.path, "its images are 2 x 3 pixels, expected 2 x 2");
  await Deno.writeFile(`${folder.path}/${IDX_NAMES["test-images"]}.gz`, await gzip(TINY["test-labels"]));
  await refuses(folder.path, "expected 0x00000803");
  await Deno.remove(`${folder.path}/${IDX_NAMES["test-images"]}.gz`);
  await Deno.mkdir(`${folder.path}/${IDX_NAMES["test-images"]}.gz`);
  await refuses(folder.path, "Cannot read");
});

Deno.test("provideDataset() reports the progress of each file", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  const seen = new Set<string>();
  await provideDataset(
    await options(folder.path, { onProgress: ({ file }) => void seen.add(file) }, mirror.base),
  );
  assertEquals(seen.size, 4);
  assert(seen.has("train-images-idx3-ubyte.gz"));
});

Deno.test("provideDataset() says with exit code 3 that it cannot write its cache", async () => {
  await using folder = await temporaryFolder();
  await using mirror = serveTiny();
  await Deno.writeTextFile(`${folder.path}/cache`, "a file where the folder should be");
  for (const source of [GLYPHS, MNIST]) {
    const asked = await options(folder.path, { source }, mirror.base);
    await assertRejects(() => provideDataset(asked), DataError, `Cannot write below ${folder.path}/cache`);
  }
});
