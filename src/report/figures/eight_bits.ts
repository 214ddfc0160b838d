/** §3: what rounding to 8 bits leaves of FGSM whose size is about half a level. */
import { count, fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, distinct, numberOf, type Row } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";

const LINES = [["as it is", "error_exact"], ["rounded to 8 bits", "error_rounded"]] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The figure, or null when there are no rows. */
export function eightBits(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const points = LINES.flatMap(([series, field]) =>
    grouped(rows, (row) => String(row["levels"])).map((group): SeriesPoint => ({
      series,
      x: numberOf(group[0]!, "levels"),
      ...overSeeds(group, field),
    })).sort((a, b) => a.x - b.x)
  );
  const finding = title(rows);
  return {
    name: "eight_bits",
    span: "half",
    live: true,
    title: finding,
    caption:
      `Error of softmax regression under FGSM whose size is given in levels of 8 bits, 1/255; mean of ${
        count(distinct(rows.map((row) => row["seed"])).length, "seed")
      }.`,
    description: `Two lines against the size. ${finding}.`,
    claims: ["H45", "H46"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf(rows, ["levels", "seed", "survived", "error_rounded", "error_exact"]),
    summary: seriesTable(points, "levels", (value) => `${fixed(value, 2)} %`),
  };
}

/** The largest size of which rounding leaves nothing, and the least of which it leaves all. */
function title(rows: readonly Row[]): string {
  const levels = (survived: number) =>
    rows.filter((row) => numberOf(row, "survived") === survived).map((row) => numberOf(row, "levels"));
  const [none, all] = [levels(0), levels(100)];
  if (none.length === 0 || all.length === 0) return "FGSM before and after rounding to 8 bits";
  return `Rounding undoes all of a step of ${Math.max(...none)} levels and nothing of one of ${
    Math.min(...all)
  }`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Error",
    xTitle: "Size of the step in levels of 1/255",
    unit: "%",
    rules: [{ x: 0.5 }],
  });
}
