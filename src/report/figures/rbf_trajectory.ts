/** §7: the numbers that the paper gives for a shallow RBF network, after every epoch of its training. */
import { fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { csvOf, numberOf, optionalNumberOf, type Row } from "../charts/rows.ts";
import { claimOf, type FigureContext } from "./context.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";

/** Columns, their names, and the claims with the paper's values. */
const LINES = [
  ["error under FGSM", "error", "Q15a"],
  ["confidence, clean", "cleanConfidence", "Q15c"],
  ["clean error", "cleanError", null],
  ["confidence in mistakes", "confidenceMisclassified", "Q15b"],
] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The figure, or null when there are no rows. */
export function rbfTrajectory(rows: readonly Row[], context: FigureContext): Figure | null {
  if (rows.length === 0) return null;
  const points = LINES.flatMap(([series, field]) =>
    rows.flatMap((row): SeriesPoint[] => {
      const value = optionalNumberOf(row, field);
      return value === null
        ? []
        : [{ series, x: numberOf(row, "epoch"), mean: value, low: value, high: value }];
    })
  );
  const paper = LINES.flatMap(([series, , id]) => {
    const published = id === null ? null : claimOf(context, id)?.published ?? null;
    return published === null ? [] : [{ series, published }];
  });
  const error = rows.map((row) => numberOf(row, "error"));
  const title = `While the RBF net trains, its error under FGSM goes from ${fixed(error[0]!, 0)} to ${
    fixed(error.at(-1)!, 0)
  } %`;
  return {
    name: "rbf_trajectory",
    span: "half",
    live: true,
    title,
    caption:
      `Errors and mean confidences of a shallow RBF network after each epoch, ε = .25; the first seed.${
        paper.length > 0
          ? ` The paper: ${paper.map(({ series, published }) => `${series} ${published} %`).join(", ")}.`
          : ""
      }`,
    description: `Four lines against the epoch. ${title}.`,
    claims: ["Q15a", "Q15b", "Q15c"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf(rows, ["epoch", "seed", "cleanError", "cleanConfidence", "error", "confidenceMisclassified"]),
    summary: seriesTable(points, "epoch", (value) => `${fixed(value, 1)} %`),
  };
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Error, mean confidence",
    xTitle: "Epoch",
    unit: "%",
    yDomain: [0, 100],
  });
}
