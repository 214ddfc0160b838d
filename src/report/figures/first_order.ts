/** §3 and §4: how far the linear expansion of cost and logits is right, against the size of the step. */
import { count, fixed, short } from "../format.ts";
import { modelLooks, orderedModels } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"first_order">[];

const QUANTITIES = [["lead of the logit", "margin"], ["cost", "loss"]] as const;

/** The figure. */
export function firstOrder(rows: Rows): Figure {
  const looks = modelLooks(orderedModels(rows.map((row) => row.model)));
  const points = [...looks].flatMap(([model, look]) =>
    QUANTITIES.flatMap(([quantity, field]) =>
      grouped(rows.filter((row) => row.model === model), (row) => String(row.epsilon)).map((
        group,
      ): SeriesPoint => ({
        series: `${look.label}, ${quantity}`,
        x: group[0]!.epsilon,
        ...overSeeds(group, field),
      }))
    )
  );
  const finding = title(points);
  return {
    name: "first_order",
    span: "half",
    live: true,
    title: finding,
    caption:
      `Deviation of the change that the gradient predicts from the actual one, as a share of it, along the ` +
      `FGSM direction; mean of ${seedsText(rows)}.`,
    description: `${count(looks.size * QUANTITIES.length, "line")} against ε. ${finding}.`,
    claims: ["H42", "H43", "H44"],
    ...bothSizes((size) => spec(points, size)),
    csv: csvOf("first_order", rows),
    summary: seriesTable(points, "ε", (value) => `${fixed(value, 1)} %`),
  };
}

/** The deviation of maxout's lead at the largest step. */
function title(points: readonly SeriesPoint[]): string {
  const own = points.filter((point) => point.series === "Maxout, lead of the logit");
  if (own.length === 0) return "Deviation from the first-order expansion";
  const last = own.reduce((a, b) => b.x > a.x ? b : a);
  return `At ε = ${short(last.x)} the linear expansion of maxout’s logits is off by ${fixed(last.mean, 0)} %`;
}

function spec(points: readonly SeriesPoint[], size: Size) {
  return seriesChart(points, {
    size,
    yTitle: "Deviation",
    xTitle: "ε, logarithmic",
    unit: "%",
    xLogarithmic: true,
  });
}
