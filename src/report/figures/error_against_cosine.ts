/** §8: the error under steps of one size whose direction has less and less to do with the gradient. */
import { count, fixed } from "../format.ts";
import { modelLooks, orderedModels } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, distinct, numberOf, type Row, textOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";

/** The figure, or null when there are no rows. */
export function errorAgainstCosine(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const looks = modelLooks(orderedModels(rows.map((row) => textOf(row, "model"))));
  const points = [...looks].flatMap(([model, look]) =>
    grouped(rows.filter((row) => row["model"] === model), (row) => String(row["cosine"])).map((
      group,
    ): SeriesPoint => ({
      series: look.label,
      x: numberOf(group[0]!, "cosine"),
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
      `Steps of ε = .25 with part of the signs flipped at random, so that the direction has a smaller cosine ` +
      `with the gradient's sign; mean of ${count(distinct(rows.map((row) => row["seed"])).length, "seed")}.`,
    description: `Error of ${count(looks.size, "model")} against the cosine. ${title(points)}.`,
    claims: ["L16.direction", "H40"],
    ...bothSizes((size) => spec(points, colours, size)),
    csv: csvOf(rows, ["model", "flipped", "cosine", "seed", "error"]),
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
