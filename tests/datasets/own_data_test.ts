import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxLabels } from "../../src/datasets/idx.ts";
import { FILE_ROLES, type FileRole, IDX_NAMES } from "../../src/datasets/idx_names.ts";
import { loadDataset } from "../../src/datasets/load.ts";
import { mnistInDataDir } from "../../src/datasets/mnist.ts";
import { ownData } from "../../src/datasets/own_data.ts";
import { DataError } from "../../src/errors.ts";
import { temporaryFolder, TINY, tinyManifest, writeTiny } from "./support.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Writes the tiny data set, each file by a name and in a form of its own. */
async function write(
  folder: string,
  nameOf: (role: FileRole) => string,
  form: (bytes: Bytes) => Promise<Bytes> | Bytes,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const role of FILE_ROLES) {
    await Deno.writeFile(`${folder}/${nameOf(role)}`, await form(TINY[role]));
  }
}

const packedName = (role: FileRole) => `${IDX_NAMES[role]}.gz`;
const joined = (...parts: Bytes[]): Bytes => new Uint8Array(parts.flatMap((part) => [...part]));

const FORMS: Readonly<
  Record<string, [(role: FileRole) => string, (bytes: Bytes) => Promise<Bytes> | Bytes]>
> = {
  "gzip files of two members": [
    packedName,
    async (bytes) => joined(await gzip(bytes.slice(0, 6)), await gzip(bytes.slice(6))),
  ],
  "gzip files that are padded with zeros": [
    packedName,
    async (bytes) => joined(await gzip(bytes), new Uint8Array(512)),
  ],
  "unpacked files that kept the name .gz": [packedName, (bytes) => bytes],
  "packed files without the name .gz": [(role) => IDX_NAMES[role], gzip],
  "names with a dot": [(role) => IDX_NAMES[role].replace("-idx", ".idx"), (bytes) => bytes],
  "names as EMNIST's": [(role) => `emnist-letters-${packedName(role).replace("t10k", "test")}`, gzip],
};

for (const [name, [nameOf, form]] of Object.entries(FORMS)) {
  Deno.test(`a folder of the user's own may hold ${name}`, async () => {
    await using folder = await temporaryFolder();
    await write(folder.path, nameOf, form);
    const { train, test } = await loadDataset(await ownData(folder.path));
    assertEquals([train.pixels, test.pixels], [
      TINY["train-images"].slice(16),
      TINY["test-images"].slice(16),
    ]);
    assertEquals([...train.labels, ...test.labels], [3, 7, 3, 7, 3]);
  });
}

Deno.test("torchvision's MNIST/raw and raw are found below the folder that is named", async () => {
  for (const below of ["MNIST/raw", "raw", "FashionMNIST/raw"]) {
    await using folder = await temporaryFolder();
    await write(`${folder.path}/${below}`, (role) => IDX_NAMES[role], (bytes) => bytes);
    const files = await ownData(folder.path);
    assertEquals([files.name, files.folder], [`idx:${folder.path}`, `${folder.path}/${below}`]);
    assertEquals((await loadDataset(files)).train.count, 3);
  }
});

Deno.test("several data sets below a folder are named, and none is chosen", async () => {
  await using folder = await temporaryFolder();
  for (const set of ["MNIST", "KMNIST"]) await writeTiny(`${folder.path}/${set}/raw`);
  const message = "found KMNIST/raw, MNIST/raw, expected one of them";
  await assertRejects(() => ownData(folder.path), DataError, message);
});

Deno.test("MNIST is found in a data directory in torchvision's layout, and where its files are named directly", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(`${folder.path}/MNIST/raw`);
  const manifest = await tinyManifest("http://127.0.0.1:1");
  for (const dataDir of [folder.path, `${folder.path}/MNIST/raw`]) {
    const files = await mnistInDataDir(dataDir, manifest);
    assertEquals([files.name, files.folder], ["mnist", `${folder.path}/MNIST/raw`]);
  }
});

Deno.test("a missing file is reported with what was found in its place", async () => {
  await using folder = await temporaryFolder();
  await assertRejects(() => ownData(folder.path), DataError, "nor train-images-idx3-ubyte; found nothing");
  for (let i = 0; i < 12; i++) await Deno.writeTextFile(`${folder.path}/${10 + i}.png`, "");
  const named = "found 10.png, 11.png, 12.png, 13.png, 14.png, 15.png, 16.png, 17.png and 4 more";
  await assertRejects(() => ownData(folder.path), DataError, named);
  const manifest = await tinyManifest("http://127.0.0.1:1");
  await assertRejects(() => mnistInDataDir(folder.path, manifest), DataError, named);
});

Deno.test("a notice says which of X and X.gz was taken", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(folder.path);
  const seen = (notices: readonly string[]) => notices.filter((notice) => notice.includes("several"));
  assertEquals(seen((await ownData(folder.path)).notices), []);
  await Deno.writeFile(`${folder.path}/${IDX_NAMES["test-labels"]}`, encodeIdxLabels(new Uint8Array([1, 1])));
  const files = await ownData(folder.path);
  assertEquals(seen(files.notices), [
    `${folder.path} holds several files for one part of the data set; used: t10k-labels-idx1-ubyte.gz; ignored: t10k-labels-idx1-ubyte.`,
  ]);
  assertEquals((await loadDataset(files)).test.labels, new Uint8Array([7, 3]));
});

Deno.test("a notice says so where labels do not begin at 0", async () => {
  await using folder = await temporaryFolder();
  await writeTiny(folder.path);
  const labels = await gzip(encodeIdxLabels(new Uint8Array([1, 26, 2])));
  await Deno.writeFile(`${folder.path}/train-labels-idx1-ubyte.gz`, labels);
  const { notices: [notice] } = await ownData(folder.path);
  assertStringIncludes(notice!, "go from 1 to 26: models have 27 classes");
});

Deno.test("a file that is neither gzip nor IDX is called so, with its first bytes", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/train-images-idx3-ubyte.gz`;
  await writeTiny(folder.path);
  await Deno.writeTextFile(path, "<html>not found</html>");
  await assertRejects(
    () => ownData(folder.path),
    DataError,
    `${path}: it begins with 3c 68 74 6d, expected a gzip`,
  );
  await Deno.truncate(path);
  await assertRejects(() => ownData(folder.path), DataError, `${path}: it is empty`);
});
