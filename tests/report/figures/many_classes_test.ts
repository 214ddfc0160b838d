import { assert, assertEquals, assertMatch } from "@std/assert";
import { buildReport } from "../../../src/report/build.ts";
import type { ReportData } from "../../../src/report/data.ts";
import { FIXTURE } from "../fixture/report.ts";
import { wobble } from "../fixture/invented.ts";
import { drawable } from "../support.ts";

const CLASSES = Array.from({ length: 256 }, (_, k) => k);

/** Tables that grow with the classes, for 256 of them; every image is taken for one of a few wrong classes. */
const TABLES: ReportData["tables"] = {
  confusion: CLASSES.flatMap((label) =>
    CLASSES.map((predicted) => ({
      ...{ model: "maxout", epsilon: 0.25, seed: 0, label, predicted },
      images: label === predicted ? 5 : (predicted - label + 256) % 256 < 9 ? 1 + (label + predicted) % 7 : 0,
    }))
  ),
  rubbish_classes: ["softmax", "maxout"].flatMap((model) =>
    CLASSES.map((k) => ({ model, class: k, seed: 0, share: 1 + wobble(k) / 2 }))
  ),
  fgsm_line: Array.from({ length: 201 }, (_, p) => ({
    ...{ epsilon: (p - 100) / 10, index: 0, label: 200, predicted: 200, confidence: 0.5, seed: 0 },
    logits: CLASSES.map((k) => Math.fround(wobble(k) * p)),
  })),
  fooling_success: CLASSES.flatMap((k) =>
    [0.05, 0.1, 0.25].map((epsilon) => ({ step: "sign", epsilon, class: k, seed: 0, success: 90 + epsilon }))
  ),
  fooling_images: CLASSES.map((k) => ({
    ...{ class: k, seed: 0, confidence: 0.9 },
    pixels: Array.from({ length: 784 }, (_, i) => (k * 31 + i * 7) % 256),
  })),
};

const DATA: ReportData = {
  ...FIXTURE,
  tables: { ...FIXTURE.tables, ...TABLES },
  data: { ...FIXTURE.data, classes: 256 },
};

Deno.test("with 256 classes all files of a report together stay below 3 MB", async () => {
  const { files, undrawn } = await buildReport(DATA);
  assertEquals(undrawn, []);
  const bytes = files.values().reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
  assert(bytes < 3e6, `${bytes} bytes`);
});

Deno.test("with 256 classes each figure shows a few of them and says so", () => {
  const figures = new Map(drawable(DATA).map((figure) => [figure.name, figure]));
  assertMatch(figures.get("confusion")!.caption, /^The 12 most frequent of 2048 confusions/);
  assertEquals(figures.get("confusion")!.summary!.rows.length, 12);
  assertMatch(figures.get("rubbish_classes")!.caption, /The 12 commonest of 256 classes/);
  assertEquals(figures.get("rubbish_classes")!.summary!.rows.length, 12);
  assertMatch(figures.get("fgsm_line")!.caption, /^The 12 largest of 256 logits/);
  assert(figures.get("fgsm_line")!.summary!.columns.includes("logit of 200"), "the true class has its line");
  assertMatch(figures.get("fooling_success")!.caption, /mean of 256 classes/);
  assertMatch(figures.get("fooling_images")!.caption, /The first 20 classes/);
});

Deno.test("with ten classes nothing is left out", () => {
  for (const { name, caption } of drawable(FIXTURE)) {
    assert(!/commonest of|largest of|most frequent|The first \d+ classes/.test(caption), name);
  }
});

Deno.test("test images of seven classes that are taken for ten give a matrix of seven rows and ten columns", () => {
  const rows = [0, 1, 2, 3, 4, 5, 6].flatMap((label) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((predicted) => (label + predicted) % 3 > 0 || label === predicted)
      .map((predicted) => ({
        ...{ model: "maxout", epsilon: 0.25, seed: 0, label, predicted },
        images: label === predicted ? 3 : 1,
      }))
  );
  const figure = drawable({ ...FIXTURE, tables: { confusion: rows } })[0]!;
  const { columns, rows: shares } = figure.summary!;
  assertEquals([shares.length, columns.length], [7, 11]);
  for (const [label, ...cells] of shares) {
    const sum = cells.reduce((total: number, cell) => total + Number(cell), 0);
    assert(Math.abs(sum - 100) < 1, `row ${label} sums to ${sum}`);
    assertEquals(
      cells.filter((cell) => Number(cell) > 0).length,
      rows.filter((row) => row.label === label).length,
    );
  }
  assertMatch(figure.description, /^A matrix of 7 true classes by 10 answers/);
});
