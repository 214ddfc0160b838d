/** §4: test images under a growing FGSM step, with the model's answer and its confidence below each. */
import type { TopLevelSpec } from "vega-lite";
import { ascending, count, fixed, short } from "../format.ts";
import { divergingUrl, greyUrl, type ImageShape } from "../charts/pixels.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { imageTiles, type Tile } from "../charts/image_tiles.ts";
import { distinct, numberOf, optionalNumberOf, pixelsOf, type Row } from "../charts/rows.ts";
import { type FigureContext, imageShape } from "./context.ts";

/** The figure, or null when there are no rows. */
export function adversarialGrid(rows: readonly Row[], context: FigureContext): Figure | null {
  const images = rows.filter((row) => row["kind"] === "image");
  if (images.length === 0) return null;
  const shown = distinct(images.map((row) => numberOf(row, "index"))).length;
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
    csv: {
      columns: ["kind", "index", "label", "epsilon", "predicted", "confidence", "pixels"],
      rows: rows.map((row) => [
        String(row["kind"]),
        numberOf(row, "index"),
        numberOf(row, "label"),
        optionalNumberOf(row, "epsilon"),
        optionalNumberOf(row, "predicted"),
        optionalNumberOf(row, "confidence"),
        pixelsOf(row).join(" "),
      ]),
    },
    summary: null,
  };
}

function epsilonsOf(images: readonly Row[]): readonly number[] {
  return [...distinct(images.map((row) => numberOf(row, "epsilon")))].sort(ascending);
}

function misread(row: Row): boolean {
  return numberOf(row, "predicted") !== numberOf(row, "label");
}

/** The smallest ε by which most of the images that were read correctly are not. */
function title(images: readonly Row[]): string {
  const clean = images.filter((row) => row["epsilon"] === 0 && !misread(row)).map((row) => row["index"]);
  for (const epsilon of epsilonsOf(images).filter((value) => value > 0)) {
    const fooled = images.filter((row) =>
      row["epsilon"] === epsilon && clean.includes(row["index"]) && misread(row)
    );
    if (clean.length > 0 && fooled.length * 2 > clean.length) {
      return `A change of ${short(epsilon)} in each pixel misleads the model on ${fooled.length} of these ` +
        count(clean.length, "digit");
    }
  }
  return "Digits under a growing FGSM step";
}

function answers(images: readonly Row[]): string {
  return distinct(images.map((row) => numberOf(row, "index"))).map((index) => {
    const own = images.filter((row) => row["index"] === index);
    const label = numberOf(own[0]!, "label");
    return `the ${label} is read as ${own.map((row) => numberOf(row, "predicted")).join(", ")}`;
  }).join("; ");
}

/** A phone has room for the sign, the clean image and three steps. */
function shownEpsilons(epsilons: readonly number[], size: Size): readonly number[] {
  if (size === "wide" || epsilons.length <= 4) return epsilons;
  const last = epsilons.length - 1;
  return distinct([0, Math.round(last / 3), Math.round((2 * last) / 3), last]).map((k) => epsilons[k]!);
}

function spec(rows: readonly Row[], shape: ImageShape, size: Size): TopLevelSpec {
  const images = rows.filter((row) => row["kind"] === "image");
  const shown = shownEpsilons(epsilonsOf(images), size);
  const tiles = distinct(images.map((row) => numberOf(row, "index"))).flatMap((index): Tile[] => {
    const own = rows.filter((row) => row["index"] === index);
    const place = rowName(own[0]!, rows, size);
    const sign = own.find((row) => row["kind"] === "sign");
    return [
      ...(sign
        ? [{ row: place, column: "sign of ∇", url: divergingUrl(pixelsOf(sign), shape), note: "" }]
        : []),
      ...shown.flatMap((epsilon) => {
        const image = own.find((row) => row["kind"] === "image" && row["epsilon"] === epsilon);
        return image ? [tileOf(image, shape, place, epsilon)] : [];
      }),
    ];
  });
  const columns = distinct(tiles.map((tile) => tile.column)).length;
  const side = size === "wide" ? Math.min(112, Math.floor(900 / columns) - 6) : 54;
  return imageTiles(tiles, { side, shape, rowLabels: true, columnLabels: true });
}

/** "true 7", with the number of the image where two rows would have one name. */
function rowName(row: Row, rows: readonly Row[], size: Size): string {
  const label = numberOf(row, "label");
  const twins = rows.some((other) => other["label"] === label && other["index"] !== row["index"]);
  const word = size === "wide" ? "true " : "";
  return twins ? `${word}${label} (${numberOf(row, "index")})` : `${word}${label}`;
}

function tileOf(row: Row, shape: ImageShape, place: string, epsilon: number): Tile {
  const confidence = fixed(100 * numberOf(row, "confidence"), 0);
  return {
    row: place,
    column: epsilon === 0 ? "clean" : `ε = ${short(epsilon)}`,
    url: greyUrl(pixelsOf(row), shape),
    note: `${numberOf(row, "predicted")} · ${confidence} %`,
  };
}
