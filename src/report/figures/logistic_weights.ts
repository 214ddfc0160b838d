/** §5, their Fig. 2: the weights of logistic regression on 3 against 7, their sign, and digits before and after. */
import type { TopLevelSpec } from "vega-lite";
import { divergingUrl, greyUrl, type ImageShape } from "../charts/pixels.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { numberOf, optionalNumberOf, pixelsOf, type Row } from "../charts/rows.ts";
import { type FigureContext, imageShape } from "./context.ts";

const CLAIMS = ["Q5a", "Q5b"] as const;

/** The figure, or null when there are no rows. */
export function logisticWeights(rows: readonly Row[], context: FigureContext): Figure | null {
  if (rows.length === 0) return null;
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
    csv: {
      columns: ["kind", "label", "index", "predicted", "pixels"],
      rows: rows.map((row) => [
        String(row["kind"]),
        optionalNumberOf(row, "label"),
        numberOf(row, "index"),
        optionalNumberOf(row, "predicted"),
        pixelsOf(row).join(" "),
      ]),
    },
    summary: null,
  };
}

function ofKind(rows: readonly Row[], kind: string): readonly Row[] {
  return rows.filter((row) => row["kind"] === kind);
}

function title(rows: readonly Row[]): string {
  const attacked = ofKind(rows, "perturbed").filter((row) => optionalNumberOf(row, "predicted") !== null);
  if (attacked.length === 0) return "Weights of logistic regression and their sign";
  const wrong = attacked.filter((row) => row["predicted"] !== row["label"]).length;
  return `One step along the sign of the weights: ${wrong} of the ${attacked.length} digits shown are misread`;
}

function spec(rows: readonly Row[], shape: ImageShape, size: Size): TopLevelSpec {
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

function weightTiles(rows: readonly Row[], shape: ImageShape): readonly Tile[] {
  return [["weights", "weights"], ["sign", "their sign"]].flatMap(([kind, name]) =>
    ofKind(rows, kind!).slice(0, 1).map((row) => ({
      row: "model",
      column: name!,
      url: divergingUrl(pixelsOf(row), shape),
      note: "",
    }))
  );
}

/** The first digits that are there before and after; the label is the model's answer. */
function digitTiles(rows: readonly Row[], shape: ImageShape, limit: number): readonly Tile[] {
  const pairs = ofKind(rows, "clean").slice(0, limit).map((row) => numberOf(row, "index"));
  return [["clean", "clean"], ["perturbed", "after"]].flatMap(([kind, name]) =>
    ofKind(rows, kind!).filter((row) => pairs.includes(numberOf(row, "index"))).map((row) => {
      const predicted = optionalNumberOf(row, "predicted");
      return {
        row: name!,
        column: String(numberOf(row, "index")),
        url: greyUrl(pixelsOf(row), shape),
        note: predicted === null ? "" : `“${predicted}”`,
      };
    })
  );
}
