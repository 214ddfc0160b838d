import { assertEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../../src/datasets/mod.ts";
import { DataError } from "../../src/errors.ts";
import { selectData } from "../../src/runs/mod.ts";

/** Images of one pixel whose value is their position, with these labels. */
const images = (...labels: number[]) => ({
  count: labels.length,
  height: 1,
  width: 1,
  channels: 1,
  pixels: Uint8Array.from(labels, (_, i) => i),
  labels: Uint8Array.from(labels),
});
const dataset: Dataset = { name: "glyphs", train: images(3, 1, 7, 7, 3, 0), test: images(7, 7, 2) };

Deno.test("selectData() takes a range of a split with the labels as they are", () => {
  const { count, pixels, labels } = selectData(dataset, { split: "train", from: 1, to: 4, classes: null });
  assertEquals([count, [...pixels], [...labels]], [3, [1, 2, 3], [1, 7, 7]]);
});

Deno.test("selectData() keeps the classes asked for, in the order of the file, labelled by their position", () => {
  const part = { split: "train", from: 0, to: 6 } as const;
  const threeSeven = selectData(dataset, { ...part, classes: [3, 7] });
  assertEquals([[...threeSeven.pixels], [...threeSeven.labels]], [[0, 2, 3, 4], [0, 1, 1, 0]]);
  const sevenThree = selectData(dataset, { ...part, classes: [7, 3] });
  assertEquals([[...sevenThree.pixels], [...sevenThree.labels]], [[0, 2, 3, 4], [1, 0, 0, 1]]);
});

Deno.test("selectData() leaves the data set untouched", () => {
  const before = structuredClone(dataset);
  const { labels } = selectData(dataset, { split: "train", from: 0, to: 6, classes: [7, 3] });
  labels.fill(9);
  assertEquals(dataset, before);
});

Deno.test("selectData() refuses a range beyond the data set and a class without an example", () => {
  const beyond = { split: "test", from: 0, to: 4, classes: null } as const;
  assertThrows(() => selectData(dataset, beyond), DataError, "its test set has 3");
  const lacking = { split: "test", from: 0, to: 3, classes: [7, 3] } as const;
  assertThrows(() => selectData(dataset, lacking), DataError, "glyphs has no example of it");
});
