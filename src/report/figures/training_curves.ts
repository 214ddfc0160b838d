/** §6: clean and adversarial validation error during adversarial training, epoch by epoch. */
import { fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { csvOf, numberOf, type Row, thinned } from "../charts/rows.ts";
import { deservesLogarithm, seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";

const LINES = [["clean", "clean_error"], ["under FGSM, ε = .25", "adversarial_error"]] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The figure, or null when there are no rows. */
export function trainingCurves(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const points = LINES.flatMap(([series, field]) =>
    rows.map((row): SeriesPoint => {
      const value = numberOf(row, field);
      return { series, x: numberOf(row, "epoch"), mean: value, low: value, high: value };
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
    csv: csvOf(rows, ["epoch", "seed", "clean_error", "adversarial_error"]),
    summary: seriesTable(
      LINES.flatMap(([series]) => thinned(points.filter((point) => point.series === series), 12)),
      "epoch",
      (value) => `${fixed(value, 2)} %`,
    ),
  };
}

/** The epoch of the first least value of a column. */
function epochOfLeast(rows: readonly Row[], field: string): number {
  const best = rows.reduce((a, b) => numberOf(b, field) < numberOf(a, field) ? b : a);
  return numberOf(best, "epoch");
}

function finding(rows: readonly Row[]): string {
  const [clean, adversarial] = LINES.map(([, field]) => epochOfLeast(rows, field)) as [number, number];
  return `The clean error is least after epoch ${clean}, the adversarial one after epoch ${adversarial}`;
}

function spec(points: readonly SeriesPoint[], rows: readonly Row[], logarithmic: boolean, size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Validation error",
    xTitle: "Epoch",
    unit: "%",
    yLogarithmic: logarithmic,
    rules: LINES.map(([, field]) => ({ x: epochOfLeast(rows, field) })),
  });
}
