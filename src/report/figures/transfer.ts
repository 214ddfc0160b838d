/** §6 and §8: how often FGSM examples made on one network fool another, the mean over seeds. */
import { fixed } from "../format.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import { epsilonText, type FigureContext } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"transfer">[];

/** What one matrix of transfer is about. */
interface Words {
  /** The table and the figure. */
  readonly name: "transfer" | "disjoint_halves";
  readonly experiment: string;
  /** What the two networks are. */
  readonly networks: string;
  readonly claims: readonly string[];
  readonly title: (cells: readonly Cell[]) => string;
}

/** §6: between the naive and the adversarially trained network. */
export function transfer(rows: Rows, context: FigureContext): Figure {
  return matrix(rows, context, {
    name: "transfer",
    experiment: "adversarial_training",
    networks: "the naive net and the adversarially trained one",
    claims: ["Q11b", "Q12a", "Q12b", "L7", "H12"],
    title: transferTitle,
  });
}

/** §8: between networks that were trained on different images. */
export function disjointHalves(rows: Rows, context: FigureContext): Figure {
  return matrix(rows, context, {
    name: "disjoint_halves",
    experiment: "disjoint_halves",
    networks: "two nets that share no training image",
    claims: ["H53", "H54"],
    title: (cells) => {
      const across = cells.filter((cell) => cell.row !== cell.column).map((cell) => cell.value);
      if (across.length === 0) return "Examples of one half shown to the other";
      return `Nets that share no training image fool each other: at least ${
        fixed(Math.min(...across), 0)
      } % of the examples transfer`;
    },
  });
}

function matrix(rows: Rows, context: FigureContext, words: Words): Figure {
  const cells = grouped(rows, (row) => `${row.source}\n${row.target}`).map((group) => ({
    row: group[0]!.source,
    column: group[0]!.target,
    value: overSeeds(group, "error").mean,
  }));
  const title = words.title(cells);
  return {
    name: words.name,
    span: "half",
    live: true,
    title,
    caption:
      `Error under FGSM${
        epsilonText(context, [words.experiment])
      }, between ${words.networks}: examples made on the net of the row and shown ` +
      `to that of the column; mean of ${seedsText(rows)}. Framed: a net meets its own examples.`,
    description: `A matrix of errors: ${
      cells.map((cell) => `made on ${cell.row}, shown to ${cell.column}: ${fixed(cell.value, 1)} %`).join(
        "; ",
      )
    }.`,
    claims: words.claims,
    ...bothSizes((size) => spec(cells, size)),
    csv: csvOf(words.name, rows),
    summary: {
      columns: ["made on", "shown to", "error (%)"],
      rows: cells.map((cell) => [cell.row, cell.column, fixed(cell.value, 1)]),
    },
  };
}

function transferTitle(cells: readonly Cell[]): string {
  const at = (row: string, column: string) =>
    cells.find((cell) => cell.row === row && cell.column === column)?.value;
  const [toAdversarial, toNaive] = [at("naive", "adversarial"), at("adversarial", "naive")];
  if (toAdversarial === undefined || toNaive === undefined) return "Examples of one network shown to another";
  return toAdversarial < toNaive
    ? `Examples transfer to the adversarially trained net less often (${
      fixed(toAdversarial, 0)
    } %) than from it (${fixed(toNaive, 0)} %)`
    : `Examples transfer to the adversarially trained net (${
      fixed(toAdversarial, 0)
    } %) at least as often as from it (${fixed(toNaive, 0)} %)`;
}

function spec(cells: readonly Cell[], size: Size) {
  const [width, height] = size === "wide" ? [360, 230] : [220, 150];
  const look = { fontSize: 14, decimals: 1, diagonal: true, rowTitle: "Made on", columnTitle: "Shown to" };
  return heatMap(cells, { ...look, width, height, title: "Rows: made on. Columns: shown to." });
}
