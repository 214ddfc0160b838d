/** §4: test images under a growing FGSM step, with the model's answer and its confidence below each. */
import type { TopLevelSpec } from "vega-lite";
import { ascending, count, fixed, short } from "../format.ts";
import { divergingUrl, imageUrl } from "../charts/pixels.ts";
import type { ImageShape } from "../../datasets/mod.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { type FigureContext, imageShape } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"adversarial_grid">[];

/** The figure, or null when there are no rows. */
export function adversarialGrid(rows: Rows, context: FigureContext): Figure | null {
  const images = rows.filter((row) => row.kind === "image");
  if (images.length === 0) return null;
  const shown = distinct(images.map((row) => row.index)).length;
  return {
    name: "adversarial_grid",
    span: "full",
    live: false,
    title: title(images),
    caption:
      `${
        count(shown, "test image")
      } under growing ε, clipped to 0…1 for display only. Below each: the model's answer ` +
      "and its confidence. Left: the sign of the gradient (blue −1, red +1).",
    description: `${count(shown, "digit")} in rows, ε growing from left to right: ${answers(images)}.`,
    claims: [],
    ...bothSizes((size) => spec(rows, imageShape(context), size)),
    csv: csvOf("adversarial_grid", rows),
    summary: null,
  };
}

function epsilonsOf(images: Rows): readonly number[] {
  return [...distinct(images.map((row) => row.epsilon))].sort(ascending);
}

function misclassified(row: Rows[number]): boolean {
  return row.predicted !== row.label;
}

/** The smallest ε by which most of the images that were read correctly are not. */
function title(images: Rows): string {
  const clean = images.filter((row) => row.epsilon === 0 && !misclassified(row)).map((row) => row.index);
  for (const epsilon of epsilonsOf(images).filter((value) => value > 0)) {
    const fooled = images.filter((row) =>
      row.epsilon === epsilon && clean.includes(row.index) && misclassified(row)
    );
    if (clean.length > 0 && fooled.length * 2 > clean.length) {
      return `A change of ${short(epsilon)} in each pixel fools the model on ${fooled.length} of these ` +
        count(clean.length, "digit");
    }
  }
  return "Digits under a growing FGSM step";
}

function answers(images: Rows): string {
  return distinct(images.map((row) => row.index)).map((index) => {
    const own = images.filter((row) => row.index === index);
    const label = own[0]!.label;
    return `the ${label} is classified as ${own.map((row) => row.predicted).join(", ")}`;
  }).join("; ");
}

/** A phone has room for the sign, the clean image and three steps. */
function shownEpsilons(epsilons: readonly number[], size: Size): readonly number[] {
  if (size === "wide" || epsilons.length <= 4) return epsilons;
  const last = epsilons.length - 1;
  return distinct([0, Math.round(last / 3), Math.round((2 * last) / 3), last]).map((k) => epsilons[k]!);
}

function spec(rows: Rows, shape: ImageShape, size: Size): TopLevelSpec {
  const images = rows.filter((row) => row.kind === "image");
  const shown = shownEpsilons(epsilonsOf(images), size);
  const tiles = distinct(images.map((row) => row.index)).flatMap((index): Tile[] => {
    const own = rows.filter((row) => row.index === index);
    const place = rowName(own[0]!, rows, size);
    const sign = own.find((row) => row.kind === "sign");
    return [
      ...(sign ? [{ row: place, column: "sign of ∇", url: divergingUrl(sign.pixels, shape), note: "" }] : []),
      ...shown.flatMap((epsilon) => {
        const image = own.find((row) => row.kind === "image" && row.epsilon === epsilon);
        return image ? [tileOf(image, shape, place, epsilon)] : [];
      }),
    ];
  });
  const columns = distinct(tiles.map((tile) => tile.column)).length;
  const side = size === "wide" ? Math.min(112, Math.floor(900 / columns) - 6) : 54;
  return imageTiles(tiles, { side, shape, rowLabels: true, columnLabels: true });
}

/** "true 7", with the number of the image where two rows would have one name. */
function rowName(row: Rows[number], rows: Rows, size: Size): string {
  const label = row.label;
  const twins = rows.some((other) => other.label === label && other.index !== row.index);
  const word = size === "wide" ? "true " : "";
  return twins ? `${word}${label} (${row.index})` : `${word}${label}`;
}

function tileOf(row: Rows[number], shape: ImageShape, place: string, epsilon: number): Tile {
  const confidence = fixed(100 * row.confidence, 0);
  return {
    row: place,
    column: epsilon === 0 ? "clean" : `ε = ${short(epsilon)}`,
    url: imageUrl(row.pixels, shape),
    note: `${row.predicted} · ${confidence} %`,
  };
}
