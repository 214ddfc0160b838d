/** §5: what L1 weight decay of the first layer does to a maxout net, against its coefficient. */
import { fixed, short } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"weight_decay">[];

const LINES = [
  ["training error", "train_error"],
  ["test error", "test_error"],
  ["error under FGSM", "fgsm_error"],
] as const;
const COLOURS = new Map(LINES.map(([name], k) => [name as string, SERIES_COLOURS[k]!]));

/** The coefficient that the paper prints. */
const PRINTED = 0.0025;

/** The figure. */
export function weightDecay(rows: Rows): Figure {
  const sorted = rows.toSorted((a, b) => a.coefficient - b.coefficient);
  const points = LINES.flatMap(([series, field]) =>
    grouped(sorted, (row) => String(row.coefficient)).map((group): SeriesPoint => ({
      series,
      x: group[0]!.coefficient,
      ...overSeeds(group, field),
    }))
  );
  return {
    name: "weight_decay",
    span: "half",
    live: true,
    title: title(points),
    caption: `A maxout net trained with λ times the sum of absolute first-layer weights; mean of ${
      seedsText(rows)
    }, bands: lowest to highest. The paper prints λ = ${short(PRINTED)}.`,
    description: `Three errors against the coefficient of weight decay. ${title(points)}.`,
    claims: ["Q6a", "Q6b", "L4", "H50"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf("weight_decay", rows),
    summary: seriesTable(points, "λ", (value) => `${fixed(value, 2)} %`),
  };
}

function title(points: readonly SeriesPoint[]): string {
  const training = points.find((point) => point.series === "training error" && point.x === PRINTED);
  if (!training) return "Errors against the coefficient of L1 weight decay";
  return `With the printed coefficient ${short(PRINTED)} the training error stays at ${
    fixed(training.mean, 1)
  } %`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    colours: COLOURS,
    yTitle: "Error",
    xTitle: "λ, coefficient of the L1 norm",
    unit: "%",
    xOrdinal: true,
  });
}
