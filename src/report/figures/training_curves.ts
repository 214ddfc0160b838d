/** §6: clean and adversarial validation error during adversarial training, epoch by epoch. */
import { fixed } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { csvOf, distinct, thinned } from "../charts/rows.ts";
import { deservesLogarithm, seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import { epsilonsText, type FigureContext } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"training_curves">[];

const FIELDS = ["clean_error", "adversarial_error"] as const;

/** The figure. */
export function trainingCurves(rows: Rows, context: FigureContext): Figure {
  const watched = context.measurements.filter(({ experiment }) => experiment === "validation_curves");
  const epsilons = distinct(watched.flatMap(({ watchedBy }) => watchedBy));
  const names = { clean_error: "clean", adversarial_error: `under FGSM${epsilonsText(epsilons)}` };
  const points = FIELDS.flatMap((field) =>
    rows.map((row): SeriesPoint => {
      const value = row[field];
      return { series: names[field], x: row.epoch, mean: value, low: value, high: value };
    })
  );
  const logarithmic = deservesLogarithm(points);
  const title = finding(rows);
  return {
    name: "training_curves",
    span: "half",
    live: true,
    title,
    caption: `Error on the validation images while a maxout net is trained adversarially; the first seed${
      logarithmic ? ", logarithmic" : ""
    }. Dashed: the epochs of the two minima.`,
    description: `Two lines against the epoch. ${title}.`,
    claims: ["L6"],
    ...bothSizes((size) => spec(points, rows, logarithmic, size)),
    csv: csvOf("training_curves", rows),
    summary: seriesTable(
      FIELDS.flatMap((field) => thinned(points.filter((point) => point.series === names[field]), 12)),
      "epoch",
      (value) => `${fixed(value, 2)} %`,
    ),
  };
}

/** The epoch of the first least value of a column. */
function epochOfLeast(rows: Rows, field: (typeof FIELDS)[number]): number {
  const best = rows.reduce((a, b) => b[field] < a[field] ? b : a);
  return best.epoch;
}

function finding(rows: Rows): string {
  const [clean, adversarial] = FIELDS.map((field) => epochOfLeast(rows, field)) as [number, number];
  return `The clean error is lowest after epoch ${clean}, the adversarial one after epoch ${adversarial}`;
}

function spec(points: readonly SeriesPoint[], rows: Rows, logarithmic: boolean, size: Size) {
  return seriesChart(points, {
    size,
    yTitle: "Validation error",
    xTitle: "Epoch",
    unit: "%",
    yLogarithmic: logarithmic,
    rules: FIELDS.map((field) => ({ x: epochOfLeast(rows, field) })),
  });
}
