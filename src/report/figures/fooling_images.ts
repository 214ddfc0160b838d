/** Appendix A, their Fig. 5: noise that one step along the gradient turns into a digit, for the network. */
import { fixed } from "../format.ts";
import { greyUrl, type ImageShape } from "../charts/pixels.ts";
import { areMany, MOST_CLASSES } from "../charts/classes.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { csvOf, numberOf, pixelsOf, type Row } from "../charts/rows.ts";
import { type FigureContext, imageShape } from "./context.ts";

/** The figure, or null when there are no rows. */
export function foolingImages(rows: readonly Row[], context: FigureContext): Figure | null {
  if (rows.length === 0) return null;
  const shown = areMany(rows.length) ? rows.slice(0, MOST_CLASSES) : rows;
  const least = Math.min(...rows.map((row) => numberOf(row, "confidence")));
  const finding = `One step makes noise any of ${rows.length} classes for the network, each with ${
    fixed(100 * least, 0)
  } % confidence or more`;
  return {
    name: "fooling_images",
    span: "full",
    live: false,
    title: finding,
    caption:
      "Gaussian noise after one step of size .25 along the sign of the gradient towards each class, as in " +
      `their Fig. 5; clipped to 0…1 for display only. ${
        shown.length < rows.length ? `The first ${shown.length} classes. ` : ""
      }Below each: what the network sees, and how surely.`,
    description: `Images of noise in a row. ${finding}.`,
    claims: ["H49"],
    ...bothSizes((size) => spec(shown, imageShape(context), size)),
    csv: csvOf(shown, ["class", "seed", "confidence", "pixels"]),
    summary: null,
  };
}

function spec(rows: readonly Row[], shape: ImageShape, size: Size) {
  const perLine = size === "wide" ? 10 : 5;
  const tiles = rows.map((row, k): Tile => ({
    row: String(Math.floor(k / perLine)),
    column: String(k % perLine),
    url: greyUrl(pixelsOf(row), shape),
    note: `${numberOf(row, "class")} · ${fixed(100 * numberOf(row, "confidence"), 0)} %`,
  }));
  return imageTiles(tiles, { shape, side: size === "wide" ? 88 : 52, rowLabels: false, columnLabels: false });
}
