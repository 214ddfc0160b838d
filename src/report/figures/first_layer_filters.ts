/** §6, their Fig. 3: filters of the first layer, of the naive net and of the adversarially trained one. */
import type { TopLevelSpec } from "vega-lite";
import { fixed } from "../format.ts";
import { contactSheetUrl } from "../charts/pixels.ts";
import type { ImageShape } from "../../datasets/mod.ts";
import { modelLooks } from "../charts/theme.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { claimOf, type FigureContext, imageShape } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"first_layer_filters">[];

/** The names that the experiment gives the two nets. */
const NAMES: Readonly<Record<string, string>> = { naive: "maxout", adversarial: "maxout-adversarial" };

/** The figure. */
export function firstLayerFilters(rows: Rows, context: FigureContext): Figure {
  const gain = claimOf(context, "L8")?.mean ?? null;
  const finding = gain === null
    ? "Filters of the first layer"
    : `Adversarial training makes the filters ${gain > 0 ? "sparser" : "no sparser"}, by ${
      fixed(gain, 3)
    } of Hoyer’s measure`;
  const models = distinct(rows.map((row) => row.model));
  return {
    name: "first_layer_filters",
    span: "full",
    live: false,
    title: finding,
    caption:
      "Weights of the first units, a unit in each row and its pieces in the columns; each filter scaled to its " +
      "own largest weight, blue negative, red positive. The same seed and length of training.",
    description: `Contact sheets of ${models.length} nets. ${finding}.`,
    claims: ["L8"],
    ...bothSizes((size) => spec(rows, models, imageShape(context), size)),
    csv: csvOf("first_layer_filters", rows),
    summary: null,
  };
}

function spec(rows: Rows, models: readonly string[], shape: ImageShape, size: Size): TopLevelSpec {
  const sheets = models.map((model) => sheet(rows.filter((row) => row.model === model), model, shape, size));
  return size === "wide" ? { spacing: 36, hconcat: sheets } : { spacing: 14, vconcat: sheets };
}

function sheet(rows: Rows, model: string, shape: ImageShape, size: Size): Panel {
  const columns = distinct(rows.map((row) => row.piece)).length;
  const { url, width, height } = contactSheetUrl(rows.map((row) => row.pixels), columns, shape);
  const zoom = (size === "wide" ? 440 : 280) / width;
  const [shownWidth, shownHeight] = [width * zoom, height * zoom];
  const known = NAMES[model] ?? model;
  return {
    title: modelLooks([known]).get(known)!.label,
    width: shownWidth,
    height: shownHeight,
    data: { values: [{ url }] },
    layer: [{
      mark: {
        type: "image",
        width: shownWidth,
        height: shownHeight,
        aspect: false,
        smooth: false,
        aria: false,
      },
      encoding: {
        url: { field: "url", type: "nominal" },
        x: { value: shownWidth / 2 },
        y: { value: shownHeight / 2 },
      },
    }],
  };
}
