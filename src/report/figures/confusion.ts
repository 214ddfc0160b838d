/**
 * §4: which wrong class each image is taken for under FGSM: a matrix of the shares of each true class, or, with many
 * classes, the pairs that are confused most often.
 */
import { count, fixed, short } from "../format.ts";
import { areMany, SHOWN_CLASSES } from "../charts/classes.ts";
import { modelLooks } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { listing } from "../../text/listing.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { labelledBars } from "../charts/labelled_bars.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"confusion">[];

/** One cell of the table: so many images of the class `label` are taken for `predicted`. */
interface Count {
  readonly label: number;
  readonly predicted: number;
  readonly images: number;
}

/** The figure. One model is shown: the last one of the table. */
export function confusion(rows: Rows): Figure {
  const model = rows.at(-1)!.model;
  const shown = rows.filter((row) => row.model === model);
  const counts = shown.map((row): Count => ({
    label: row.label,
    predicted: row.predicted,
    images: row.images,
  }));
  const [labels, answers] = [numbersOf(counts, "label"), numbersOf(counts, "predicted")];
  const many = areMany(Math.max(labels.length, answers.length));
  const { prose } = modelLooks([model]).get(model)!;
  const under = `${prose} under FGSM, ε = ${short(shown[0]!.epsilon)}`;
  return {
    name: "confusion",
    span: "half",
    live: true,
    title: title(counts),
    claims: [],
    ...(many ? pairsPicture(counts, under) : matrixPicture(counts, labels, answers, under)),
    // beyond a few classes most cells are empty, and leaving those out keeps the file small
    csv: csvOf("confusion", many ? rows.filter((row) => row.images > 0) : rows),
  };
}

function numbersOf(counts: readonly Count[], field: "label" | "predicted"): readonly number[] {
  return distinct(counts.map((count) => count[field])).toSorted((a, b) => a - b);
}

/** Images by a key of their cell. */
function totals(counts: readonly Count[], key: (count: Count) => string | number) {
  const sums = new Map<string | number, number>();
  for (const count of counts) sums.set(key(count), (sums.get(key(count)) ?? 0) + count.images);
  return sums;
}

function wrongOf(counts: readonly Count[]): readonly Count[] {
  return counts.filter(({ label, predicted, images }) => label !== predicted && images > 0);
}

/** The classes that take most of the wrong answers. */
function title(counts: readonly Count[]): string {
  const wrong = wrongOf(counts);
  if (wrong.length === 0) return "No answer is wrong";
  const all = wrong.reduce((sum, { images }) => sum + images, 0);
  const ranked = [...totals(wrong, ({ predicted }) => predicted)].sort(([, a], [, b]) => b - a).slice(0, 2);
  const share = 100 * ranked.reduce((sum, [, images]) => sum + images, 0) / all;
  return `${fixed(share, 0)} % of the wrong answers are ${listing(ranked.map(([k]) => `${k}s`))}`;
}

type Picture = Pick<Figure, "caption" | "description" | "wide" | "narrow" | "summary">;

function matrixPicture(
  counts: readonly Count[],
  labels: readonly number[],
  answers: readonly number[],
  under: string,
): Picture {
  const ofLabel = totals(counts, ({ label }) => label);
  const images = totals(counts, ({ label, predicted }) => `${label}\n${predicted}`);
  const cells = labels.flatMap((label) =>
    answers.map((predicted): Cell => ({
      row: String(label),
      column: String(predicted),
      value: 100 * (images.get(`${label}\n${predicted}`) ?? 0) / (ofLabel.get(label) || 1),
    }))
  );
  return {
    caption:
      `Share of each true class (rows) by answer (columns), ${under}, the first seed. Framed: right answers.`,
    description: `A matrix of ${count(labels.length, "true class", "true classes")} by ${
      count(answers.length, "answer")
    } of ${under}. ${title(counts)}.`,
    ...bothSizes((size) => matrix(cells, size)),
    summary: {
      columns: ["true", ...answers.map((name) => `as ${name} (%)`)],
      rows: labels.map((label, k) => [
        label,
        ...cells.slice(k * answers.length, (k + 1) * answers.length).map(({ value }) => fixed(value, 1)),
      ]),
    },
  };
}

function matrix(cells: readonly Cell[], size: Size) {
  return heatMap(cells, {
    width: size === "wide" ? 410 : 268,
    height: size === "wide" ? 330 : 240,
    title: "Columns: answer under FGSM. Rows: true class.",
    fontSize: size === "wide" ? 11 : 9,
    decimals: 0,
    diagonal: true,
    rowTitle: "True class",
    columnTitle: "Answer",
  });
}

function pairsPicture(counts: readonly Count[], under: string): Picture {
  const wrong = wrongOf(counts).toSorted((a, b) => b.images - a.images);
  const all = wrong.reduce((sum, { images }) => sum + images, 0);
  const bars = wrong.slice(0, SHOWN_CLASSES).map(({ label, predicted, images }) => ({
    name: `${label} as ${predicted}`,
    value: 100 * images / all,
  }));
  return {
    caption: all === 0
      ? `No answer of ${under}, the first seed, is wrong.`
      : `The ${bars.length} most frequent of ${
        count(wrong.length, "confusion")
      }, true class first, as shares of ` +
        `all wrong answers of ${under}, the first seed.`,
    description: `Bars for ${count(bars.length, "pair")} of classes. ${title(counts)}.`,
    ...bothSizes((size) =>
      labelledBars(bars, {
        size,
        title: "Share of the wrong answers",
        nameTitle: "True class as answer",
        width: 300,
        most: 1.2 * (bars[0]?.value ?? 1),
      })
    ),
    summary: {
      columns: ["true class as answer", "share of the wrong answers (%)"],
      rows: bars.map(({ name, value }) => [name, fixed(value, 1)]),
    },
  };
}
