/** §6: nets trained on different kinds of adversaries, each under every kind. */
import { fixed } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"differentiable_adversaries">[];

/** The figure. */
export function differentiableAdversaries(rows: Rows): Figure {
  const cells = grouped(rows, (row) => `${row.trained}\n${row.under}`).map((
    group,
  ): Cell => ({
    row: group[0]!.trained,
    column: group[0]!.under,
    value: overSeeds(group, "error").mean,
  }));
  const title = titleOf(cells);
  return {
    name: "differentiable_adversaries",
    span: "half",
    live: true,
    title,
    caption:
      `Test error by what a net was trained on (rows) and what it is shown (columns): its own adversaries, and in the last column FGSM examples of the naive net; mean of ${
        seedsText(rows)
      }.`,
    description: `${title}: ${
      cells.map((cell) => `${cell.row} under ${cell.column} ${fixed(cell.value, 1)} %`).join(", ")
    }.`,
    claims: ["L10", "H27"],
    ...bothSizes((size) => spec(cells, size)),
    csv: csvOf("differentiable_adversaries", rows),
    summary: {
      columns: ["trained on", "shown", "error (%)"],
      rows: cells.map((cell) => [cell.row, cell.column, fixed(cell.value, 2)]),
    },
  };
}

/** What training leaves of another net's examples, on differentiable adversaries and on signs. */
function titleOf(cells: readonly Cell[]): string {
  const transfer = (trained: string) =>
    cells.find(({ row, column }) => row === trained && column === "transfer")?.value ?? NaN;
  const least = Math.min(transfer("scaled"), transfer("rotation"));
  const sign = transfer("sign");
  if (!(least > sign)) return "Nets trained on one kind of adversary, under each kind";
  return `On another net's examples, training on differentiable adversaries leaves an error of at least ${
    fixed(least, 0)
  } %, training on signs ${fixed(sign, 0)} %`;
}

function spec(cells: readonly Cell[], size: Size) {
  const [width, height] = size === "wide" ? [370, 220] : [220, 170];
  return heatMap(cells, {
    width,
    height,
    title: "Rows: trained on. Columns: shown.",
    fontSize: size === "wide" ? 13 : 10,
    decimals: 1,
    diagonal: false,
    rowTitle: "Trained on",
    columnTitle: "Shown",
  });
}
