/** §8: the error under steps of one size whose direction has less and less to do with the gradient. */
import { count, fixed } from "../format.ts";
import { modelLooks, orderedModels } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import { epsilonText, type FigureContext } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"error_against_cosine">[];

/** The figure. */
export function errorAgainstCosine(rows: Rows, context: FigureContext): Figure {
  const looks = modelLooks(orderedModels(rows.map((row) => row.model)));
  const points = [...looks].flatMap(([model, look]) =>
    grouped(rows.filter((row) => row.model === model), (row) => String(row.cosine)).map((
      group,
    ): SeriesPoint => ({
      series: look.label,
      x: group[0]!.cosine,
      ...overSeeds(group, "error"),
    })).sort((a, b) => a.x - b.x)
  );
  const colours = new Map([...looks.values()].map((look) => [look.label, look.light]));
  return {
    name: "error_against_cosine",
    span: "half",
    live: true,
    title: title(points),
    caption:
      `Steps of one size${
        epsilonText(context, ["gradient_directions"])
      }, with part of the signs flipped at ` +
      `random, so that the direction has a smaller cosine with the gradient's sign; mean of ${
        seedsText(rows)
      }.`,
    description: `Error of ${count(looks.size, "model")} against the cosine. ${title(points)}.`,
    claims: ["L16.direction", "H40"],
    ...bothSizes((size) => spec(points, colours, size)),
    csv: csvOf("error_against_cosine", rows),
    summary: seriesTable(points, "cosine", (value) => `${fixed(value, 1)} %`),
  };
}

/** The smallest positive cosine at which every model is wrong on most images. */
function title(points: readonly SeriesPoint[]): string {
  const found = distinct(points.map((point) => point.x)).filter((x) => x > 0).sort((a, b) => a - b)
    .find((x) => points.filter((point) => point.x === x).every((point) => point.mean > 50));
  if (found === undefined) return "Error against the direction's cosine with the gradient's sign";
  return `A direction whose cosine with the gradient's sign is ${
    fixed(found, 2)
  } fools every model more often than not`;
}

function spec(points: readonly SeriesPoint[], colours: ReadonlyMap<string, string>, size: Size) {
  return seriesChart(points, {
    size,
    colours,
    yTitle: "Error",
    xTitle: "Cosine with the sign of the gradient",
    unit: "%",
    yDomain: [0, 100],
  });
}
