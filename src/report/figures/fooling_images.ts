/** Appendix A, their Fig. 5: noise that one step along the gradient turns into a digit, for the network. */
import { fixed } from "../format.ts";
import { imageUrl } from "../charts/pixels.ts";
import type { ImageShape } from "../../datasets/mod.ts";
import { areMany, MOST_CLASSES } from "../charts/classes.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { csvOf } from "../charts/rows.ts";
import { epsilonText, type FigureContext, imageShape } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"fooling_images">[];

/** The figure. */
export function foolingImages(rows: Rows, context: FigureContext): Figure {
  const shown = areMany(rows.length) ? rows.slice(0, MOST_CLASSES) : rows;
  const least = Math.min(...rows.map((row) => row.confidence));
  const finding =
    `One step turns noise into any of ${rows.length} classes for the network, each with at least ${
      fixed(100 * least, 0)
    } % confidence`;
  return {
    name: "fooling_images",
    span: "full",
    live: false,
    title: finding,
    caption:
      `Gaussian noise after one step along the sign of the gradient towards each class${
        epsilonText(context, ["fooling_images"], ["claimed", "sign"])
      }, as in ` +
      `their Fig. 5; clipped to 0…1 for display only. ${
        shown.length < rows.length ? `The first ${shown.length} classes. ` : ""
      }Below each: the network's answer and its confidence.`,
    description: `Images of noise in a row. ${finding}.`,
    claims: ["H49"],
    ...bothSizes((size) => spec(shown, imageShape(context), size)),
    csv: csvOf("fooling_images", shown),
    summary: null,
  };
}

function spec(rows: Rows, shape: ImageShape, size: Size) {
  const perLine = size === "wide" ? 10 : 5;
  const tiles = rows.map((row, k): Tile => ({
    row: String(Math.floor(k / perLine)),
    column: String(k % perLine),
    url: imageUrl(row.pixels, shape),
    note: `${row.class} · ${fixed(100 * row.confidence, 0)} %`,
  }));
  return imageTiles(tiles, { shape, side: size === "wide" ? 88 : 52, rowLabels: false, columnLabels: false });
}
