/** §5, their Fig. 2: the weights of logistic regression on 3 against 7, their sign, and digits before and after. */
import type { TopLevelSpec } from "vega-lite";
import { divergingUrl, imageUrl } from "../charts/pixels.ts";
import type { ImageShape } from "../../datasets/mod.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { type FigureContext, imageShape } from "./context.ts";
import { csvOf } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"logistic_weights">[];

const CLAIMS = ["Q5a", "Q5b"] as const;

/** The figure. */
export function logisticWeights(rows: Rows, context: FigureContext): Figure {
  return {
    name: "logistic_weights",
    span: "full",
    live: false,
    title: title(rows),
    caption:
      "Logistic regression on 3 against 7, as in their Fig. 2: its weights and their sign (blue negative, " +
      "red positive), test digits, and the same digits after the FGSM step. Below each: the model's answer.",
    description:
      "The weights of logistic regression as an image, their sign, and digits before and after the " +
      `attack. ${title(rows)}.`,
    claims: CLAIMS,
    ...bothSizes((size) => spec(rows, imageShape(context), size)),
    csv: csvOf("logistic_weights", rows),
    summary: null,
  };
}

function ofKind(rows: Rows, kind: string): Rows {
  return rows.filter((row) => row.kind === kind);
}

function title(rows: Rows): string {
  const attacked = ofKind(rows, "perturbed").filter((row) => row.predicted !== null);
  if (attacked.length === 0) return "Weights of logistic regression and their sign";
  const wrong = attacked.filter((row) => row.predicted !== row.label).length;
  return `One step along the sign of the weights: ${wrong} of the ${attacked.length} digits shown are misclassified`;
}

function spec(rows: Rows, shape: ImageShape, size: Size): TopLevelSpec {
  const wide = size === "wide";
  const digits = imageTiles(digitTiles(rows, shape, wide ? 8 : 4), {
    shape,
    side: wide ? 66 : 54,
    rowLabels: true,
    columnLabels: false,
  });
  const weights = imageTiles(weightTiles(rows, shape), {
    shape,
    side: wide ? 138 : 124,
    rowLabels: false,
    columnLabels: true,
  });
  const grids = [weights, digits];
  return wide ? { spacing: 24, hconcat: grids } : { spacing: 12, vconcat: grids };
}

function weightTiles(rows: Rows, shape: ImageShape): readonly Tile[] {
  return [["weights", "weights"], ["sign", "their sign"]].flatMap(([kind, name]) =>
    ofKind(rows, kind!).slice(0, 1).map((row) => ({
      row: "model",
      column: name!,
      url: divergingUrl(row.pixels, shape),
      note: "",
    }))
  );
}

/** The first digits that are there before and after; the label is the model's answer. */
function digitTiles(rows: Rows, shape: ImageShape, limit: number): readonly Tile[] {
  const pairs = ofKind(rows, "clean").slice(0, limit).map((row) => row.index);
  return [["clean", "clean"], ["perturbed", "after"]].flatMap(([kind, name]) =>
    ofKind(rows, kind!).filter((row) => pairs.includes(row.index)).map((row) => {
      const predicted = row.predicted;
      return {
        row: name!,
        column: String(row.index),
        url: imageUrl(row.pixels, shape),
        note: predicted === null ? "" : `“${predicted}”`,
      };
    })
  );
}
