/** Appendix A: how often one step from noise is taken for the class it was made for, by step and class. */
import { fixed, short } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { areMany } from "../charts/classes.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { type LabelledBar, labelledBars } from "../charts/labelled_bars.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"fooling_success">[];

/** The figure. */
export function foolingSuccess(rows: Rows): Figure {
  const cells = grouped(rows, (row) => `${stepName(row)}\n${row.class}`).map((group): Cell => ({
    row: stepName(group[0]!),
    column: String(group[0]!.class),
    value: overSeeds(group, "success").mean,
  }));
  const steps = distinct(cells.map((cell) => cell.row));
  const rate = (step: string) => {
    const own = cells.filter((cell) => cell.row === step);
    return own.reduce((sum, cell) => sum + cell.value, 0) / own.length;
  };
  const classes = distinct(cells.map((cell) => cell.column)).length;
  const many = areMany(classes);
  const best = steps.reduce((a, b) => rate(b) > rate(a) ? b : a);
  const finding = `One step towards a class succeeds in ${
    fixed(rate(best), 0)
  } % of the noise images (${best})`;
  return {
    name: "fooling_success",
    span: "half",
    live: true,
    title: finding,
    caption: `Share of noise images that the network takes for the class${
      many ? "" : " (columns)"
    } that one step${many ? "" : " (rows)"} was made for; mean of${many ? ` ${classes} classes and` : ""} ${
      seedsText(rows)
    }.`,
    description: `${many ? "Bars for the steps" : "A matrix of steps and classes"}. ${finding}.`,
    claims: ["H49"],
    ...bothSizes((size) =>
      many ? means(steps.map((step) => ({ name: step, value: rate(step) })), size) : spec(cells, size)
    ),
    csv: csvOf("fooling_success", rows),
    summary: {
      columns: ["step", "mean over classes (%)"],
      rows: steps.map((step) => [step, fixed(rate(step), 1)]),
    },
  };
}

function stepName(row: Rows[number]): string {
  const step = row.step;
  return step === "none" ? "no step" : `${step}, ${short(row.epsilon)}`;
}

/** Success by step, over all classes. */
function means(bars: readonly LabelledBar[], size: Size) {
  return labelledBars(bars, { size, title: "Success", nameTitle: "Step", width: 290, most: 100 });
}

function spec(cells: readonly Cell[], size: Size) {
  const [width, height] = size === "wide" ? [370, 270] : [230, 220];
  return heatMap(cells, {
    width,
    height,
    title: "Columns: class. Rows: kind and size of the step.",
    fontSize: size === "wide" ? 11 : 8,
    decimals: 0,
    diagonal: false,
    rowTitle: "Step",
    columnTitle: "Class",
  });
}
