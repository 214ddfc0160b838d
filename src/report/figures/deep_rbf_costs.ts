/** §7: the training cost of a deep RBF network under plain gradient descent, epoch by epoch. */
import { log } from "../../numeric/elementary.ts";
import { fixed, round } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { FigureContext } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"deep_rbf_costs">[];

/** The figure. */
export function deepRbfCosts(rows: Rows, { data: { classes } }: FigureContext): Figure {
  // guessing among k classes costs -log 1/k
  const guessing = classes === null ? null : log(classes);
  const points = grouped(rows, (row) => String(row.epoch)).map((group): SeriesPoint => ({
    series: "training cost",
    x: group[0]!.epoch,
    ...overSeeds(group, "cost"),
  }));
  const last = points.at(-1)!.mean;
  const title = `The deep RBF net ends with a training cost of ${fixed(last, 2)} nats${
    guessing === null ? "" : `; guessing costs ${fixed(guessing, 2)}`
  }`;
  return {
    name: "deep_rbf_costs",
    span: "half",
    live: true,
    title,
    caption: `Mean cost over the training images in each epoch; mean of ${
      seedsText(rows)
    }, band: lowest to highest.${
      guessing === null ? "" : ` Dashed: the cost of guessing among ${classes} classes.`
    }`,
    description: `A line against the epoch. ${title}.`,
    claims: ["L14"],
    ...bothSizes((size) => spec(points, guessing, size)),
    csv: csvOf("deep_rbf_costs", rows),
    summary: seriesTable(points, "epoch", (value) => String(round(value, 4))),
  };
}

function spec(points: readonly SeriesPoint[], guessing: number | null, size: Size) {
  return seriesChart(points, {
    size,
    colours: new Map([["training cost", SERIES_COLOURS[0]]]),
    yTitle: "Training cost, nats",
    xTitle: "Epoch",
    rules: guessing === null ? [] : [{ y: guessing }],
  });
}
