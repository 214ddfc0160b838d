/** §7: the training cost of a deep RBF network under plain gradient descent, epoch by epoch. */
import { count, fixed, round } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, distinct, numberOf, type Row } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";

/** The cost of guessing among ten classes, -log .1 = log 10, in nats. */
const GUESSING = 2.302585;

/** The figure, or null when there are no rows. */
export function deepRbfCosts(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const points = grouped(rows, (row) => String(row["epoch"])).map((group): SeriesPoint => ({
    series: "training cost",
    x: numberOf(group[0]!, "epoch"),
    ...overSeeds(group, "cost"),
  }));
  const last = points.at(-1)!.mean;
  const title = `The deep RBF net ends with a training cost of ${fixed(last, 2)} nats; guessing costs ${
    fixed(GUESSING, 2)
  }`;
  return {
    name: "deep_rbf_costs",
    span: "half",
    live: true,
    title,
    caption: `Mean cost over the training images in each epoch; mean of ${
      count(distinct(rows.map((row) => row["seed"])).length, "seed")
    }, band: lowest to highest. Dashed: the cost of guessing.`,
    description: `A line against the epoch. ${title}.`,
    claims: ["L14"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf(rows, ["epoch", "seed", "cost"]),
    summary: seriesTable(points, "epoch", (value) => String(round(value, 4))),
  };
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: new Map([["training cost", SERIES_COLOURS[0]]]),
    yTitle: "Training cost, nats",
    xTitle: "Epoch",
    rules: [{ y: GUESSING }],
  });
}
