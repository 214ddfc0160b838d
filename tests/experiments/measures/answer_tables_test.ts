import { assertEquals } from "@std/assert";
import { drawGlyphs, GLYPHS_SEED, onlyClasses } from "../../../src/datasets/mod.ts";
import { answerTables } from "../../../src/experiments/measures/answer_tables.ts";
import { fgsmTotals } from "../../../src/experiments/measures/fgsm_metrics.ts";
import { type Architecture, NetworkModel } from "../../../src/models/mod.ts";
import { Rng } from "../../../src/random/mod.ts";
import { withEngine } from "../../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 300 });
const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };

const sum = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.reduce((total, row) => total + Number(row["images"]), 0);

Deno.test("tables of answers hold every image once, and as many wrong ones as the error says", async () => {
  await withEngine((engine) => {
    const weights = Float32Array.from(Rng.fromSeed(1).normal(7840), (z) => z / 28);
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": weights, "y/b": new Float32Array(10) });
    const tables = answerTables("softmax", model, IMAGES, 0.1, 0);
    const bins = tables["confidence_histogram"]!;
    for (const condition of ["clean", "fgsm"]) {
      assertEquals(sum(bins.filter((row) => row["condition"] === condition)), 300);
    }
    const confusion = tables["confusion"]!;
    assertEquals(confusion.length, 100);
    assertEquals(sum(confusion), 300);
    const wrong = confusion.filter((row) => row["label"] !== row["predicted"]);
    assertEquals(sum(wrong), fgsmTotals(model, IMAGES, 0.1, "float32").errors);
    const sure = bins.filter((row) => row["condition"] === "clean" && Number(row["from"]) >= 0.5);
    const { confidences } = model.answers(IMAGES.pixels);
    assertEquals(sum(sure), confidences.filter((confidence) => confidence >= 0.5).length);
  });
});

Deno.test("only the first seed has a table of confusion", async () => {
  await withEngine((engine) => {
    const zero = { "y/W": new Float32Array(7840), "y/b": new Float32Array(10) };
    using model = new NetworkModel(engine, SOFTMAX, zero);
    assertEquals(Object.keys(answerTables("softmax", model, IMAGES, 0.25, 1)), ["confidence_histogram"]);
  });
});

Deno.test("the table of confusion has the model's classes, whichever of them the labels lack", async () => {
  await withEngine((engine) => {
    const bias = Float32Array.from({ length: 10 }, (_, k) => k === 9 ? 1 : 0);
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": new Float32Array(7840), "y/b": bias });
    const few = onlyClasses(IMAGES, [0, 1, 2]);
    const confusion = answerTables("softmax", model, few, 0, 0)["confusion"]!;
    assertEquals(confusion.length, 100);
    const wrong = confusion.filter((row) => row["predicted"] === 9 && Number(row["label"]) < 3);
    assertEquals([sum(wrong), sum(confusion)], [few.count, few.count]);
  });
});
