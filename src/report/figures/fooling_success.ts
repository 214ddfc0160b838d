/** Appendix A: how often one step from noise is taken for the class it was made for, by step and class. */
import { count, fixed, short } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { areMany } from "../charts/classes.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { type LabelledBar, labelledBars } from "../charts/labelled_bars.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, distinct, numberOf, type Row, textOf } from "../charts/rows.ts";

/** The figure, or null when there are no rows. */
export function foolingSuccess(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const cells = grouped(rows, (row) => `${stepName(row)}\n${numberOf(row, "class")}`).map((group): Cell => ({
    row: stepName(group[0]!),
    column: String(numberOf(group[0]!, "class")),
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
      count(distinct(rows.map((row) => row["seed"])).length, "seed")
    }.`,
    description: `${many ? "Bars for the steps" : "A matrix of steps and classes"}. ${finding}.`,
    claims: ["H49"],
    ...bothSizes((size) =>
      many ? means(steps.map((step) => ({ name: step, value: rate(step) })), size) : spec(cells, size)
    ),
    csv: csvOf(rows, ["step", "epsilon", "class", "seed", "success"]),
    summary: {
      columns: ["step", "mean over classes (%)"],
      rows: steps.map((step) => [step, fixed(rate(step), 1)]),
    },
  };
}

function stepName(row: Row): string {
  const step = textOf(row, "step");
  return step === "none" ? "no step" : `${step}, ${short(numberOf(row, "epsilon"))}`;
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
