import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { type DatasetRecord, readDatasetRecords, writeDatasetRecord } from "../../src/runs/mod.ts";
import { filesBelow, temporaryFolder } from "./support.ts";

const MNIST: DatasetRecord = {
  name: "mnist",
  digests: { "train-images": "1".repeat(64) },
  shape: { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 60_000, test: 10_000 },
  notices: [],
};

Deno.test("a store remembers its data sets, each once, and tells them", async () => {
  await using store = await temporaryFolder();
  assertEquals(await readDatasetRecords(store.path), []);
  await writeDatasetRecord(store.path, MNIST);
  await writeDatasetRecord(store.path, MNIST);
  assertEquals((await readDatasetRecords(store.path)).length, 1);
  await writeDatasetRecord(store.path, { ...MNIST, name: "idx:/elsewhere", notices: ["a notice"] });
  const records = await readDatasetRecords(store.path);
  assertEquals(records.map(({ name, notices }) => [name, ...notices]).sort(), [
    ["idx:/elsewhere", "a notice"],
    ["mnist"],
  ]);
  const { name, digests, shape, notices } = records.find(({ name }) => name === "mnist")!;
  assertEquals({ name, digests, shape, notices }, MNIST);
});

Deno.test("a damaged record is named, and foreign files beside it are ignored", async () => {
  await using store = await temporaryFolder();
  await writeDatasetRecord(store.path, MNIST);
  await Deno.writeTextFile(`${store.path}/datasets/notes.txt`, "mine");
  assertEquals((await readDatasetRecords(store.path)).length, 1);
  const [path] = filesBelow(store.path).filter((name) => name.endsWith(".json"));
  for (const text of ["{", "{}", JSON.stringify({ schema: 1, ...MNIST, shape: { inputs: -1 } })]) {
    await Deno.writeTextFile(`${store.path}/${path}`, text);
    await assertRejects(() => readDatasetRecords(store.path), DataError, "datasets/");
  }
});

Deno.test("a record that does not say its channels is of grey images, and one whose sizes contradict is refused", async () => {
  await using store = await temporaryFolder();
  await writeDatasetRecord(store.path, MNIST);
  const [path] = filesBelow(store.path);
  const { channels, ...old } = MNIST.shape;
  const write = (shape: unknown) =>
    Deno.writeTextFile(`${store.path}/${path}`, JSON.stringify({ schema: 1, ...MNIST, shape }));
  await write(old);
  assertEquals((await readDatasetRecords(store.path)).map(({ shape }) => shape), [{ ...old, channels: 1 }]);
  assertEquals(channels, 1);
  await write({ ...old, channels: 3, inputs: 2352 });
  assertEquals((await readDatasetRecords(store.path))[0]!.shape.channels, 3);
  for (const shape of [{ ...old, channels: 3 }, { ...old, channels: 0 }, { ...old, width: 27 }]) {
    await write(shape);
    await assertRejects(() => readDatasetRecords(store.path), DataError, "not a valid record");
  }
});
