/** §3: what rounding to 8 bits leaves of FGSM whose size is about half a level. */
import { fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import { LEVELS } from "../../datasets/pixels.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"eight_bits">[];

const LINES = [["as it is", "error_exact"], ["rounded to 8 bits", "error_rounded"]] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The figure. */
export function eightBits(rows: Rows): Figure {
  const points = LINES.flatMap(([series, field]) =>
    grouped(rows, (row) => String(row.levels)).map((group): SeriesPoint => ({
      series,
      x: group[0]!.levels,
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
      `Error of softmax regression under FGSM whose size is given in levels of 8 bits, 1/${LEVELS}; mean of ${
        seedsText(rows)
      }.`,
    description: `Two lines against the size. ${finding}.`,
    claims: ["H45", "H46"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf("eight_bits", rows),
    summary: seriesTable(points, "levels", (value) => `${fixed(value, 2)} %`),
  };
}

/** The largest size of which rounding leaves nothing, and the least of which it leaves all. */
function title(rows: Rows): string {
  const levels = (survived: number) =>
    rows.filter((row) => row.survived === survived).map((row) => row.levels);
  const [none, all] = [levels(0), levels(100)];
  if (none.length === 0 || all.length === 0) return "FGSM before and after rounding to 8 bits";
  return `Rounding undoes a step of ${Math.max(...none)} levels completely and leaves all of one of ${
    Math.min(...all)
  }`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Error",
    xTitle: `Size of the step in levels of 1/${LEVELS}`,
    unit: "%",
    rules: [{ x: 0.5 }],
  });
}
