/** §3 and §4: how many hidden units leave their linear piece under FGSM and under noise of the same size. */
import { fixed, short } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { listing } from "../../text/listing.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"local_linearity">[];

/** The figure. */
export function localLinearity(rows: Rows): Figure {
  const points = grouped(rows, (row) => `${seriesOf(row)}\n${row.epsilon}`).map((
    group,
  ): SeriesPoint => ({
    series: seriesOf(group[0]!),
    x: group[0]!.epsilon,
    ...overSeeds(group, "changed"),
  }));
  const title = finding(points);
  return {
    name: "local_linearity",
    span: "half",
    live: true,
    title,
    caption:
      `Share of hidden units that leave the linear piece that they are on for the clean image, over all layers; ` +
      `mean of ${seedsText(rows)}, bands: lowest to highest layer and seed.`,
    description: `Lines for nets under FGSM and noise, against ε. ${title}.`,
    claims: ["H22", "H23", "H24", "H26"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf("local_linearity", rows),
    summary: seriesTable(points, "ε", (value) => `${fixed(value, 1)} %`),
  };
}

function seriesOf(row: Rows[number]): string {
  return `${row.net}, ${row.perturbation === "fgsm" ? "FGSM" : "noise"}`;
}

/** The shares under FGSM at the largest ε. */
function finding(points: readonly SeriesPoint[]): string {
  const last = Math.max(...points.map((point) => point.x));
  const found = points.filter((point) => point.x === last && point.series.endsWith("FGSM"));
  if (found.length === 0) return "Units that leave their linear piece";
  return `At ε = ${short(last)} FGSM moves ${
    listing(found.map((point) => `${fixed(point.mean, 0)} % of the ${point.series.split(",")[0]} units`))
  } off their linear piece`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    yTitle: "Units that change their piece",
    xTitle: "ε",
    unit: "%",
  });
}
