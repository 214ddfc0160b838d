/** §5: the penalty of adversarial training against that of L1 weight decay, epoch by epoch. */
import { fixed, short } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { deservesLogarithm, seriesChart, type SeriesPoint, seriesTable } from "../charts/series_chart.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"adversarial_penalty">[];

/** The figure. */
export function adversarialPenalty(rows: Rows): Figure {
  const epsilons = distinct(rows.map((row) => row.epsilon));
  const points = epsilons.flatMap((epsilon) => {
    const own = rows.filter((row) => row.epsilon === epsilon);
    return ([["adversarial", "penalty"], ["ε‖w‖₁", "l1"]] as const).flatMap(([name, field]) =>
      grouped(own, (row) => String(row.epoch)).map((group): SeriesPoint => ({
        series: `${name}, ε = ${short(epsilon)}`,
        x: group[0]!.epoch,
        ...overSeeds(group, field),
      }))
    );
  });
  const logarithmic = deservesLogarithm(points);
  return {
    name: "adversarial_penalty",
    span: "half",
    live: true,
    title: title(rows, epsilons),
    caption:
      `What the worst perturbation of size ε adds to the loss of logistic regression, and what L1 weight ` +
      `decay with the coefficient ε would; mean of ${seedsText(rows)}${logarithmic ? ", logarithmic" : ""}.`,
    description: `Two penalties for each ε against the epoch. ${title(rows, epsilons)}.`,
    claims: ["L3.vanish", "L3.decay"],
    ...bothSizes((size) => spec(points, logarithmic, size)),
    csv: csvOf("adversarial_penalty", rows),
    summary: seriesTable(points, "epoch", (value) => fixed(value, 3)),
  };
}

/** The penalty's last share of the L1 norm's, for the smallest ε. */
function title(rows: Rows, epsilons: readonly number[]): string {
  const epsilon = Math.min(...epsilons);
  const own = rows.filter((row) => row.epsilon === epsilon);
  const share = (epoch: number) => {
    const here = own.filter((row) => row.epoch === epoch);
    return 100 * overSeeds(here, "penalty").mean / overSeeds(here, "l1").mean;
  };
  const epochs = own.map((row) => row.epoch);
  const [first, last] = [share(Math.min(...epochs)), share(Math.max(...epochs))];
  if (!(last < first)) return "The adversarial penalty against that of L1 weight decay";
  return `The adversarial penalty falls from ${fixed(first, 0)} % to ${fixed(last, 0)} % of ε‖w‖₁ at ε = ${
    short(epsilon)
  }`;
}

function spec(points: readonly SeriesPoint[], logarithmic: boolean, size: Size) {
  return seriesChart(points, {
    size,
    yTitle: "Penalty",
    xTitle: "Epoch",
    yLogarithmic: logarithmic,
  });
}
