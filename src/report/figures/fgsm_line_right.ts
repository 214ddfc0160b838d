/** §8: how many images are still classified correctly along the FGSM line, and how sure the answers are, against ε. */
import { fixed, short } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { csvOf, thinned } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"fgsm_line_right">[];

const LINES = [["classified correctly", "right"], ["mean confidence", "confidence"]] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The figure. */
export function fgsmLineRight(rows: Rows): Figure {
  const points = LINES.flatMap(([series, field]) =>
    thinned(rows, 100).map((row): SeriesPoint => {
      const value = row[field];
      return { series, x: row.epsilon, mean: value, low: value, high: value };
    })
  );
  return {
    name: "fgsm_line_right",
    span: "half",
    live: true,
    title: title(rows),
    caption:
      "Share of test images that are classified correctly, and the mean confidence in the answers, as ε goes along " +
      "the sign of the gradient; the first seed.",
    description: `Two lines against ε from below 0 to above. ${title(rows)}.`,
    claims: ["L15.interval", "L15.extreme"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf("fgsm_line_right", rows),
    summary: seriesTable(points, "ε", (value) => `${fixed(value, 1)} %`),
  };
}

/** The stretch about 0 on which half of the images or more are classified correctly; an end of the sweep is no end of it. */
function title(rows: Rows): string {
  const all = rows.map((row) => row.epsilon);
  const right = rows.filter((row) => row.right >= 50).map((row) => row.epsilon);
  if (right.length === 0) return "Images classified correctly along the FGSM line";
  const [low, high] = [Math.min(...right), Math.max(...right)];
  if (low === 0 && high === 0) return "Most images are classified correctly only where ε is 0";
  if (low === Math.min(...all) && high < Math.max(...all)) {
    return `Most images are classified correctly up to ε = ${short(high)} and on the whole downhill side`;
  }
  return `Most images are classified correctly for ε from ${short(low)} to ${short(high)}`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Share, mean confidence",
    xTitle: "ε along the sign of the gradient",
    unit: "%",
    yDomain: [0, 100],
    rules: [{ x: 0 }],
  });
}
