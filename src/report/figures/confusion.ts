/** §4: which wrong class each digit is taken for under FGSM, as the share of each true class. */
import { fixed } from "../format.ts";
import { modelLooks } from "../charts/theme.ts";
import { bothSizes, type Figure, listing, type Size } from "../charts/figure.ts";
import { type Cell, heatMap } from "../charts/heat_map.ts";
import { csvOf, distinct, numberOf, type Row, textOf } from "../charts/rows.ts";

/** The figure, or null when there are no rows. One model is shown: the last one of the table. */
export function confusion(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const model = textOf(rows.at(-1)!, "model");
  const shown = rows.filter((row) => textOf(row, "model") === model);
  const cells = sharesOf(shown);
  const epsilon = numberOf(shown[0]!, "epsilon");
  const prose = modelLooks([model]).get(model)!.prose;
  return {
    name: "confusion",
    span: "half",
    live: true,
    title: title(shown),
    caption: `Share of each true digit (rows) by predicted class (columns), ${prose} under FGSM, ε = ${
      fixed(epsilon, 2).replace(/^0/, "")
    }, the first seed. Framed: right answers.`,
    description: `A matrix of ten true digits by ten answers of ${prose}. ${title(shown)}.`,
    claims: [],
    ...bothSizes((size) => spec(cells, size)),
    csv: csvOf(rows, ["model", "epsilon", "seed", "label", "predicted", "images"]),
    summary: {
      columns: ["true", ...distinct(cells.map((cell) => cell.column)).map((name) => `as ${name} (%)`)],
      rows: distinct(cells.map((cell) => cell.row)).map((label) => [
        label,
        ...cells.filter((cell) => cell.row === label).map((cell) => fixed(cell.value, 1)),
      ]),
    },
  };
}

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + numberOf(row, "images"), 0);
}

function sharesOf(rows: readonly Row[]): readonly Cell[] {
  return rows.map((row) => {
    const own = total(rows.filter((other) => other["label"] === row["label"]));
    const value = own === 0 ? 0 : 100 * numberOf(row, "images") / own;
    return { row: String(numberOf(row, "label")), column: String(numberOf(row, "predicted")), value };
  });
}

/** The classes that take most of the wrong answers. */
function title(rows: readonly Row[]): string {
  const wrong = rows.filter((row) => row["label"] !== row["predicted"]);
  const all = total(wrong);
  if (all === 0) return "No answer is wrong";
  const ranked = distinct(wrong.map((row) => numberOf(row, "predicted")))
    .map((k) => ({ k, share: total(wrong.filter((row) => row["predicted"] === k)) / all }))
    .sort((a, b) => b.share - a.share).slice(0, 2);
  const share = fixed(100 * ranked.reduce((sum, { share }) => sum + share, 0), 0);
  return `${share} % of the wrong answers are ${listing(ranked.map(({ k }) => `${k}s`))}`;
}

function spec(cells: readonly Cell[], size: Size) {
  const side = size === "wide" ? 410 : 268;
  return heatMap(cells, {
    width: side,
    height: size === "wide" ? 330 : 240,
    title: "Columns: answer under FGSM. Rows: true digit.",
    fontSize: size === "wide" ? 11 : 9,
    decimals: 0,
    diagonal: true,
    rowTitle: "True digit",
    columnTitle: "Answer",
  });
}
